internal import HTTPServing

/// `admin/tsdb/…`: refused, as the storage can neither delete nor take snapshots yet.
struct AdminEndpoints: Sendable {
    let services: APIServices

    var routes: [Route] {
        ["delete_series", "clean_tombstones", "snapshot"].map { name in
            APIRoutes.route(["POST", "PUT"], "/admin/tsdb/\(name)") { _ async throws(APIError) in
                let reason = services.isAdminEnabled ? "\(name) is not supported yet" : "admin APIs disabled"
                throw APIError(status: 500, kind: "unavailable", message: reason)
            }
        }
    }
}
