package import HTTPServing

/// The endpoints below `/api/v1`.
package enum APIRoutes {
    /// All of them.
    package static func make(_ services: APIServices) -> [Route] {
        QueryEndpoints(services: services).routes + ExpressionEndpoints(services: services).routes
            + ExemplarEndpoint(services: services).routes + LabelEndpoints(services: services).routes
            + TargetEndpoints(services: services).routes + MetadataEndpoints(services: services).routes
            + RuleEndpoints(services: services).routes + BacktestEndpoint(services: services).routes
            + StatusEndpoints(services: services).routes
            + ServerEndpoints(services: services).routes + WriteEndpoint(services: services).routes
            + AdminEndpoints(services: services).routes + FederateEndpoint(services: services).routes
            + OTLPEndpoint(services: services).routes + ReadEndpoint(services: services).routes
            + RelabelEndpoints(services: services).routes
            + FeatureEndpoint(services: services).routes + NotificationStreamEndpoint(services: services).routes
            + SearchEndpoints(services: services).routes + SelfMetricsEndpoint(services: services).routes
            + DescriptionEndpoint(services: services).routes
    }

    /// A route whose endpoint answers with JSON or fails with an `APIError`.
    static func route(
        _ methods: [String],
        _ path: String,
        _ availability: Route.Availability = .whenReady,
        _ compression: Route.Compression = .whenAccepted,
        _ respond: @escaping @Sendable (IncomingRequest) async throws(APIError) -> OutgoingResponse
    ) -> Route {
        Route(methods, "/api/v1" + path, availability, compression) { request in
            do throws(APIError) {
                return try await respond(request)
            } catch {
                return error.response
            }
        }
    }
}
