/// The answer to a request.
package struct OutgoingResponse {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: ResponseBody

    package init(status: Int, headers: [(name: String, value: String)] = [], body: ResponseBody = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Plain text.
    package static func text(_ text: String, status: Int = 200) -> OutgoingResponse {
        OutgoingResponse(
            status: status,
            headers: [("Content-Type", "text/plain; charset=utf-8")],
            body: .bytes(Array(text.utf8))
        )
    }

    /// Plain text of an error, which browsers shall not take for anything else.
    package static func failure(_ text: String, status: Int) -> OutgoingResponse {
        var response = OutgoingResponse.text(text + "\n", status: status)
        response.headers.append(("X-Content-Type-Options", "nosniff"))
        return response
    }

    /// Upstream's answer for a path that is not served.
    package static var notFound: OutgoingResponse { .failure("404 page not found", status: 404) }

    /// The value of the first header with this name, compared without case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
