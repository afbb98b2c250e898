/// Follows redirects, and keeps secrets from hosts that the first URL did not name.
package struct RedirectingHTTPClient: HTTPClient {
    private static let mostRedirects = 10
    /// Headers that only the first host and its subdomains get, in lower case.
    private static let sensitive: Set<String> = [
        "authorization", "cookie", "cookie2", "www-authenticate", "proxy-authorization", "proxy-authenticate",
        "x-amz-security-token",
    ]

    private let trusted: any HTTPClient
    private let bare: any HTTPClient

    /// - Parameters:
    ///   - trusted: sends requests with the credentials of the settings; does not follow redirects.
    ///   - bare: sends requests without them.
    package init(trusted: any HTTPClient, bare: any HTTPClient) {
        self.trusted = trusted
        self.bare = bare
    }

    package func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let start = ContinuousClock.now
        let response = try await trusted.send(request)
        guard Self.isRedirect(response.status), let location = response.header("Location"), !location.isEmpty else {
            return response
        }
        return try await follow(response, to: location, from: request, start)
    }

    private func follow(
        _ first: HTTPClientResponse,
        to location: String,
        from request: HTTPClientRequest,
        _ start: ContinuousClock.Instant
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        guard let origin = HTTPURL(request.url) else { return first }
        var (url, response, location, next) = (origin, first, location, request)
        var isTrusted = true
        for _ in 0..<Self.mostRedirects {
            next.url = url.resolved(location)
            guard let target = HTTPURL(next.url) else {
                throw .failed(method: next.method, url: next.url, reason: "unsupported protocol scheme \"\"")
            }
            isTrusted = isTrusted && Self.isWithin(target.host, origin.host)
            // A step back to plain text would show the secrets to everyone on the way.
            if origin.scheme == "https", target.scheme != "https" { isTrusted = false }
            if !isTrusted { next.headers.removeAll { Self.sensitive.contains($0.name.lowercased()) } }
            if response.status < 307, next.method != "HEAD" {
                if next.method != "GET" {
                    next.headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
                }
                next.method = "GET"
                next.body = []
            }
            next.timeout = request.timeout - (ContinuousClock.now - start)
            guard next.timeout > .zero else { throw .timedOut(method: next.method, url: next.url) }
            response = isTrusted ? try await trusted.send(next) : try await bare.send(next)
            guard Self.isRedirect(response.status), let further = response.header("Location"), !further.isEmpty else {
                return response
            }
            (url, location) = (target, further)
        }
        throw .failed(method: next.method, url: url.resolved(location), reason: "stopped after 10 redirects")
    }

    /// Whether `host` is `origin` or a subdomain of it.
    private static func isWithin(_ host: String, _ origin: String) -> Bool {
        host == origin || (host.hasSuffix("." + origin) && !origin.contains(":"))
    }

    private static func isRedirect(_ status: Int) -> Bool {
        switch status {
        case 301, 302, 303, 307, 308: true
        default: false
        }
    }
}
