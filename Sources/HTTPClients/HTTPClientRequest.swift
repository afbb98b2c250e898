/// One outgoing request.
package struct HTTPClientRequest: Sendable {
    package var method: String
    /// An absolute URL.
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// The time from sending to the last byte of the answer.
    package var timeout: Duration
    /// The most bytes of body that are taken; `nil` is the client's own bound.
    package var maximumBodyBytes: Int?
    /// Takes the pieces of a body as they arrive, if the status is 200; the answer's body is empty then.
    ///
    /// For answers that go on for long, such as watches. `maximumBodyBytes` bounds a piece only.
    package var takeBody: (@Sendable ([UInt8]) -> Void)?

    package init(
        method: String = "GET",
        url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        timeout: Duration,
        maximumBodyBytes: Int? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// The value of the first header with this name, compared without case.
    package func header(_ name: String) -> String? {
        headers.first { HTTPClientResponse.areSameName($0.name, name) }?.value
    }
}
