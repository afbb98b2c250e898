/// One endpoint: the methods and the path that lead to it, and what it does.
package struct Route: Sendable {
    /// When an endpoint answers.
    package enum Availability: Sendable {
        /// Also before the server is ready, and while it stops.
        case always
        case whenReady
    }

    /// Whether an endpoint's answers are compressed for clients that accept it.
    package enum Compression: Sendable {
        case never
        case whenAccepted
    }

    /// How long an endpoint may keep the thread that it is called on.
    package enum Pace: Sendable {
        /// It answers within a millisecond or so, or waits without a thread.
        case brief
        /// It may take longer: connections that share the thread must not wait for it.
        case long
    }

    package typealias Endpoint = @Sendable (IncomingRequest) async -> OutgoingResponse

    package let methods: [String]
    /// The path below the route prefix.
    ///
    /// `:name` stands for one part of it.
    package let pattern: String
    package let availability: Availability
    package let compression: Compression
    package private(set) var pace = Pace.long
    package let respond: Endpoint

    package init(
        _ methods: [String],
        _ pattern: String,
        _ availability: Availability,
        _ compression: Compression,
        respond: @escaping Endpoint
    ) {
        self.methods = methods
        self.pattern = pattern
        self.availability = availability
        self.compression = compression
        self.respond = respond
    }

    /// The same route, to be answered on the thread that read the request.
    package var brief: Route {
        var route = self
        route.pace = .brief
        return route
    }

    /// Whether the endpoint belongs to the API, which has rules of its own for origins, `OPTIONS` and redirects.
    var isAPI: Bool { pattern.hasPrefix(RouteTable.apiPrefix) }
}
