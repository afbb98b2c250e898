internal import HTTPClients

/// Asks one service's API, with what all of its requests have in common.
struct APIClient: Sendable {
    private let client: any HTTPClient
    private let userAgent: String
    private let timeout: Duration

    init(_ client: any HTTPClient, userAgent: String, timeout: Duration) {
        self.client = client
        self.userAgent = userAgent
        self.timeout = timeout
    }

    /// The answer, whatever its status.
    func send(
        _ method: String = "GET",
        _ url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) async throws -> HTTPClientResponse {
        try await client.send(
            HTTPClientRequest(
                method: method,
                url: url,
                headers: [("User-Agent", userAgent)] + headers,
                body: body,
                timeout: timeout
            )
        )
    }

    /// The body of an answer that must have a status of success.
    func body(
        _ method: String = "GET",
        _ url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) async throws -> [UInt8] {
        let response = try await send(method, url, headers: headers, body: body)
        guard response.isSuccess else { throw response.refusal }
        return response.body
    }

    /// The body of an answer of success as a tree.
    func json(
        _ method: String = "GET",
        _ url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) async throws -> JSONValue {
        let all = [("Accept", "application/json")] + headers
        return try JSONValue(parsing: try await self.body(method, url, headers: all, body: body))
    }

    /// All elements of a list that comes in pages, first to last.
    ///
    /// `list` finds the elements in an answer, `next` the URL of the page behind the given one; `nil` ends the list.
    func pages(
        _ first: String,
        headers: [(name: String, value: String)] = [],
        list: (JSONValue) throws -> [JSONValue],
        next: (_ answer: JSONValue, _ page: Int) -> String?
    ) async throws -> [JSONValue] {
        var all: [JSONValue] = []
        var url: String? = first
        var page = 1
        while let current = url {
            guard page <= Self.mostPages else { throw DiscoveryError("more than \(Self.mostPages) pages at \(first)") }
            let answer = try await json("GET", current, headers: headers)
            all += try list(answer)
            url = next(answer, page)
            page += 1
        }
        return all
    }

    /// A server that never ends its list would keep a refresh from ending.
    private static let mostPages = 10_000
}

extension HTTPClientResponse {
    var isSuccess: Bool { status / 100 == 2 }

    /// What is told of an answer without success: the status and the start of the body, on one line.
    var refusal: DiscoveryError {
        let start = String(decoding: body.prefix(200), as: UTF8.self).split(whereSeparator: \.isNewline).joined(
            separator: " "
        )
        return DiscoveryError(
            "server returned HTTP status \(status) \(reason)\(start.isEmpty ? "" : ": \(start)")"
        )
    }
}

extension DiscoveryEnvironment {
    /// A client for the requests of one mechanism.
    func api(_ settings: HTTPClientSettings, timeoutMilliseconds: Int64) throws -> APIClient {
        APIClient(try makeClient(settings), userAgent: userAgent, timeout: .milliseconds(timeoutMilliseconds))
    }
}
