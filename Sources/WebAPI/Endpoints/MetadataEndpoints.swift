internal import HTTPServing
internal import LabelMatching
internal import PrometheusModel
internal import Scraping

/// `metadata` and `targets/metadata`.
struct MetadataEndpoints: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/metadata") { request async throws(APIError) in
                try metadata(try await APIParameters(request))
            },
            APIRoutes.route(["GET"], "/targets/metadata") { request async throws(APIError) in
                try targets(try await APIParameters(request))
            },
        ]
    }

    /// A number that limits something; negative if it is not given.
    private func number(_ parameters: APIParameters, _ name: String) throws(APIError) -> Int {
        guard !parameters[name].isEmpty else { return -1 }
        guard let number = Int(parameters[name]) else { throw .badData("\(name) must be a number") }
        return number
    }

    private func metadata(_ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        let limit = try number(parameters, "limit")
        let limitPerMetric = try number(parameters, "limit_per_metric")
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

    private func targets(_ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        let limit = try number(parameters, "limit")
        let metric = parameters["metric"]
        var matchers: [LabelMatcher] = []
        if !parameters["match_target"].isEmpty {
            do throws(APIError) {
                matchers = try APIParameters.selector(parameters["match_target"])
            } catch {
                throw .invalid("match_target", error.message)
            }
        }
        let targets = services.targetMetadata().filter { target in
            matchers.allSatisfy { $0.matches(target.labels) }
        }
        var found: [(labels: Labels, family: MetricMetadata)] = []
        for target in targets {
            for family in target.families where metric.isEmpty || family.family == metric {
                found.append((target.labels, family))
            }
        }
        return APIAnswer.success(elements: limit < 0 ? found.count : min(limit, found.count)) { writer, index in
            let (labels, family) = found[index]
            writer.object {
                $0.key("target")
                $0.labels(labels)
                if metric.isEmpty { $0.member("metric", family.family) }
                $0.member("type", family.type.rawValue)
                $0.member("help", family.help)
                $0.member("unit", family.unit)
            }
        }
    }
}
