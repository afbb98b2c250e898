internal import HTTPServing
internal import Notifications
internal import PrometheusModel
internal import Scraping

/// `targets`, `scrape_pools` and `alertmanagers`.
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
        let active = ["", "any", "active"].contains(state) ? pools.flatMap(\.active) : []
        let showsDropped = ["", "any", "dropped"].contains(state)
        let dropped = showsDropped ? pools.flatMap(\.dropped) : []
        let status = services.status
        return APIAnswer.success { writer in
            writer.object {
                $0.key("activeTargets")
                $0.array(active) { writer, target in target.write(to: &writer, status) }
                $0.key("droppedTargets")
                $0.array(dropped) { writer, target in
                    writer.object {
                        $0.key("discoveredLabels")
                        $0.labels(target.discoveredLabels)
                        $0.member("scrapePool", target.scrapePool)
                    }
                }
                guard showsDropped else { return $0.null("droppedTargetCounts") }
                $0.key("droppedTargetCounts")
                // All pools, whichever of them the targets are of.
                $0.object { for pool in all { $0.member(pool.name, pool.droppedCount) } }
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
