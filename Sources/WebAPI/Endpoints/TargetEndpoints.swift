internal import HTTPServing
internal import LabelMatching
internal import Notifications
internal import PrometheusModel
internal import Scraping

/// `targets`, `targets/metadata`, `metadata`, `scrape_pools` and `alertmanagers`.
struct TargetEndpoints: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/targets") { request async throws(APIError) in
                targets(try await APIParameters(request))
            },
            APIRoutes.route(["GET"], "/scrape_pools") { _ async throws(APIError) in
                let names = services.scrapePools().map(\.name)
                return APIAnswer.success { writer in
                    writer.object {
                        $0.key("scrapePools")
                        $0.strings(names)
                    }
                }
            },
            APIRoutes.route(["GET"], "/targets/metadata") { request async throws(APIError) in
                try targetMetadata(try await APIParameters(request))
            },
            APIRoutes.route(["GET"], "/metadata") { request async throws(APIError) in
                try metadata(try await APIParameters(request))
            },
            APIRoutes.route(["GET"], "/alertmanagers") { _ async throws(APIError) in
                let status = services.alertmanagers()
                return APIAnswer.success { writer in
                    writer.object {
                        for (name, urls) in [
                            ("activeAlertmanagers", status.active), ("droppedAlertmanagers", status.dropped),
                        ] {
                            $0.key(name)
                            $0.array(urls) { writer, url in writer.object { $0.member("url", url) } }
                        }
                    }
                }
            },
        ]
    }

    private func targets(_ parameters: APIParameters) -> OutgoingResponse {
        let state = parameters["state"].lowercased()
        let pool = parameters["scrapePool"]
        let all = services.scrapePools()
        let pools = all.filter { pool.isEmpty || $0.name == pool }
        let status = services.status
        let showsActive = state.isEmpty || state == "active" || state == "any"
        let showsDropped = state.isEmpty || state == "dropped" || state == "any"
        return APIAnswer.success { writer in
            writer.object {
                $0.key("activeTargets")
                $0.array(showsActive ? pools.flatMap(\.active) : []) { writer, target in
                    target.write(to: &writer, status)
                }
                $0.key("droppedTargets")
                $0.array(showsDropped ? pools.flatMap(\.dropped) : []) { writer, target in
                    writer.object {
                        $0.key("discoveredLabels")
                        $0.labels(target.discoveredLabels)
                        $0.member("scrapePool", target.scrapePool)
                    }
                }
                $0.key("droppedTargetCounts")
                if showsDropped {
                    $0.object { for pool in all { $0.member(pool.name, pool.droppedCount) } }
                } else {
                    $0.raw("null")
                }
            }
        }
    }

    private func targetMetadata(_ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        let limit = parameters["limit"].isEmpty ? -1 : Int(parameters["limit"])
        guard let limit else { throw .badData("limit must be a number") }
        let matchers = try parameters.selector("match_target")
        let metric = parameters["metric"]
        var found: [(target: Labels, family: MetricMetadata)] = []
        for target in services.targetMetadata() where matchers.allSatisfy({ $0.matches(target.labels) }) {
            found += target.families.filter { metric.isEmpty || $0.family == metric }.map { (target.labels, $0) }
        }
        return APIAnswer.success { writer in
            writer.array(limit < 0 ? found[...] : found.prefix(limit)) { writer, found in
                writer.object {
                    $0.key("target")
                    $0.labels(found.target)
                    if metric.isEmpty { $0.member("metric", found.family.family) }
                    $0.member("type", found.family.type.rawValue)
                    $0.member("help", found.family.help)
                    $0.member("unit", found.family.unit)
                }
            }
        }
    }

    private func metadata(_ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        func number(_ name: String) throws(APIError) -> Int {
            guard !parameters[name].isEmpty else { return -1 }
            guard let number = Int(parameters[name]) else { throw .badData("\(name) must be a number") }
            return number
        }
        let limit = try number("limit")
        let limitPerMetric = try number("limit_per_metric")
        let metric = parameters["metric"]
        var families: [String: [MetricMetadata]] = [:]
        for target in services.targetMetadata() {
            for family in target.families where metric.isEmpty || family.family == metric {
                if limitPerMetric > 0, families[family.family, default: []].count >= limitPerMetric { continue }
                if !families[family.family, default: []].contains(family) {
                    families[family.family, default: []].append(family)
                }
            }
        }
        let names = families.keys.sorted().prefix(limit < 0 ? Int.max : limit)
        return APIAnswer.success { writer in
            writer.object {
                for name in names {
                    $0.key(name)
                    $0.array(families[name] ?? []) { writer, family in
                        writer.object {
                            $0.member("type", family.type.rawValue)
                            $0.member("unit", family.unit)
                            $0.member("help", family.help)
                        }
                    }
                }
            }
        }
    }
}

extension TargetStatus {
    fileprivate func write(to writer: inout JSONWriter, _ status: StatusFacts) {
        writer.object {
            $0.key("discoveredLabels")
            $0.labels(discoveredLabels)
            $0.key("labels")
            $0.labels(labels)
            $0.member("scrapePool", scrapePool)
            $0.member("scrapeUrl", scrapeURL)
            $0.member("globalUrl", status.globalURL(scrapeURL))
            $0.member("lastError", lastError)
            $0.member("lastScrape", JSONTime.string(lastScrapeNanoseconds))
            $0.member("lastScrapeDuration", number: lastScrapeDurationSeconds)
            $0.member("health", health.rawValue)
            $0.member("scrapeInterval", scrapeInterval)
            $0.member("scrapeTimeout", scrapeTimeout)
        }
    }
}
