package import HTTPServing

extension APIRoutes {
    /// The endpoints that an agent has nothing for.
    private static let unavailable: Set<String> = [
        "query", "query_range", "query_exemplars", "query_explain", "format_query", "parse_query", "labels",
        "label/:name/values", "series", "alertmanagers", "status/tsdb", "status/tsdb/blocks", "alerts", "rules",
        "admin/tsdb/delete_series", "admin/tsdb/clean_tombstones", "admin/tsdb/snapshot",
    ]

    /// All endpoints, those that need stored samples, rules or alerts as a refusal.
    package static func makeForAgent(_ services: APIServices) -> [Route] {
        make(services).map { route in
            guard route.pattern.hasPrefix("/api/v1/"), unavailable.contains(String(route.pattern.dropFirst(8))) else {
                return route
            }
            return Route(route.methods, route.pattern, .whenReady, .whenAccepted) { _ in
                APIError(status: 422, kind: "execution", message: "unavailable with Prometheus Agent").response
            }
        }
    }
}
