package import HTTPClients

/// Sends plain `GET` requests over connections of its own, and leaves everything else to a full client: HTTPS, bodies.
///
/// Redirects are not followed. Requests through an HTTP proxy are sent here with any method, because the proxy wants the
/// whole URL in the first line.
package struct PlainHTTPClient: HTTPClient {
    /// The headers that a client's settings add to each request.
    package typealias Headers = @Sendable (HTTPClientRequest) throws(HTTPClientError) -> [(name: String, value: String)]

    /// The bound of a body where the request names none.
    private static let mostBodyBytes = 1 << 30
    /// As long as an address is given to answer if there are others.
    private static let leastConnectNanoseconds: Int64 = 2_000_000_000

    private let loop: SocketLoop
    private let fallback: any HTTPClient
    private let headers: Headers
    /// `nil` if no request goes through a proxy.
    private let route: (@Sendable (String) -> PlainRoute)?

    package init(
        _ loop: SocketLoop,
        fallback: any HTTPClient,
        headers: @escaping Headers,
        route: (@Sendable (String) -> PlainRoute)? = nil
    ) {
        self.loop = loop
        self.fallback = fallback
        self.headers = headers
        self.route = route
    }

    package func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let route = route?(request.url) ?? .direct
        guard request.takeBody == nil, Self.isPlain(request, route), let url = PlainURL(request.url),
            let bytes = Self.bytes(request, url, route, try headers(request))
        else { return try await fallback.send(request) }
        let plain = PlainRequest(
            bytes: bytes,
            limit: request.maximumBodyBytes ?? Self.mostBodyBytes,
            deadline: SocketLoop.now + Self.nanoseconds(request.timeout)
        )
        guard case .proxy(let host, let port, _) = route else { return try await send(plain, request, url.endpoint) }
        return try await send(plain, request, Endpoint(host: host, port: port))
    }

    private static func isPlain(_ request: HTTPClientRequest, _ route: PlainRoute) -> Bool {
        switch route {
        case .direct: request.method == "GET" && request.body.isEmpty
        // An answer to HEAD has the length of a body that does not come.
        case .proxy: request.method != "HEAD" && request.method.utf8.allSatisfy { $0 > 0x40 && $0 < 0x5B }
        case .elsewhere: false
        }
    }

    /// Uses a kept connection if there is one; if the server has closed it meanwhile, the next one, or a new one.
    private func send(
        _ plain: PlainRequest,
        _ request: HTTPClientRequest,
        _ endpoint: Endpoint
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        while let kept = loop.takeIdle(endpoint) {
            let outcome = await loop.exchange(plain, on: kept)
            if outcome.isUntouched { continue }
            return try Self.response(outcome, request, kept.address)
        }
        switch await loop.addresses(of: endpoint, by: plain.deadline) {
        case .found(let addresses): return try await send(plain, request, endpoint, addresses)
        case .unknown: throw Self.failed(request, "dial tcp: lookup \(endpoint.host): no such host")
        case .timedOut: throw .timedOut(method: request.method, url: request.url)
        case .cancelled: throw .cancelled
        }
    }

    /// Uses a new connection to the first address that can be connected to.
    private func send(
        _ plain: PlainRequest,
        _ request: HTTPClientRequest,
        _ endpoint: Endpoint,
        _ addresses: [SocketAddress]
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        var refusal: String?
        for (index, address) in addresses.enumerated() {
            let now = SocketLoop.now
            let share = (plain.deadline - now) / Int64(addresses.count - index)
            let isLast = index == addresses.count - 1
            let outcome = await loop.exchange(
                plain,
                with: endpoint,
                at: address,
                connectBy: isLast ? .max : now + max(Self.leastConnectNanoseconds, share)
            )
            guard case .failed(let failure, _) = outcome, failure.isOfDialing else {
                return try Self.response(outcome, request, address)
            }
            // Go reports the failure of the first address.
            refusal = refusal ?? failure.reason(at: address.text)
        }
        throw Self.failed(request, refusal ?? "dial tcp: lookup \(endpoint.host): no such host")
    }

    private static func response(
        _ outcome: Exchange.Outcome,
        _ request: HTTPClientRequest,
        _ address: SocketAddress
    ) throws(HTTPClientError) -> HTTPClientResponse {
        switch outcome {
        case .response(let response): return response
        case .failed(let failure, .body): throw .brokenOff(reason: failure.reason(at: address.text))
        case .failed(let failure, _): throw failed(request, failure.reason(at: address.text))
        case .malformed(.malformed(let reason)):
            throw failed(request, "net/http: HTTP/1.x transport connection broken: " + reason)
        case .malformed(.headTooLarge):
            let limit = ResponseParser.mostHeadBytes
            throw failed(request, "net/http: server response headers exceeded \(limit) bytes; aborted")
        case .malformed(.brokenBody(let reason)): throw .brokenOff(reason: reason)
        case .malformed(.bodyTooLarge(let limit)): throw .bodyTooLarge(limit: limit)
        case .ended(.untouched): throw failed(request, "EOF")
        case .ended(.head): throw failed(request, "unexpected EOF")
        case .ended(.body): throw .brokenOff(reason: "unexpected EOF")
        case .timedOut(.body): throw .brokenOff(reason: "context deadline exceeded")
        case .timedOut: throw .timedOut(method: request.method, url: request.url)
        case .cancelled: throw .cancelled
        }
    }

    /// The request as it is sent, `nil` if a header would break out of its line.
    private static func bytes(
        _ request: HTTPClientRequest,
        _ url: PlainURL,
        _ route: PlainRoute,
        _ further: [(name: String, value: String)]
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + request.body.count)
        bytes += request.method.utf8
        bytes += " ".utf8
        if case .proxy = route {
            bytes += "http://".utf8
            bytes += url.authority.utf8
        }
        bytes += url.target.utf8
        bytes += " HTTP/1.1\r\nHost: ".utf8
        bytes += url.authority.utf8
        for (name, value) in request.headers + further {
            let isName = !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
            guard isName, value.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x09 }),
                !HTTPClientResponse.areSameName(name, "Host")
            else { return nil }
            bytes += "\r\n".utf8
            bytes += name.utf8
            bytes += ": ".utf8
            bytes += value.utf8
        }
        if case .proxy(_, _, let authorization?) = route {
            bytes += "\r\nProxy-Authorization: ".utf8
            bytes += authorization.utf8
        }
        if request.method != "GET" || !request.body.isEmpty {
            bytes += "\r\nContent-Length: \(request.body.count)".utf8
        }
        bytes += "\r\n\r\n".utf8
        bytes += request.body
        return bytes
    }

    private static func failed(_ request: HTTPClientRequest, _ reason: String) -> HTTPClientError {
        .failed(method: request.method, url: request.url, reason: reason)
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        guard seconds < 1_000_000_000 else { return 1_000_000_000_000_000_000 }
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
