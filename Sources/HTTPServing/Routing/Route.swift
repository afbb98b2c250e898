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

    package typealias Endpoint = @Sendable (IncomingRequest) async -> OutgoingResponse

    package let methods: [String]
    /// The path below the route prefix.
    ///
    /// `:name` stands for one part of it.
    package let pattern: String
    package let availability: Availability
    package let compression: Compression
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

    /// Whether the endpoint belongs to the API, which has rules of its own for origins, `OPTIONS` and redirects.
    var isAPI: Bool { pattern.hasPrefix(RouteTable.apiPrefix) }
}
