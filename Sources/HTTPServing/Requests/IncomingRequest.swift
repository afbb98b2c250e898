/// One request, as an endpoint sees it.
package struct IncomingRequest: Sendable {
    package var method: String
    /// What the request line asks for: the path, percent-encoded, and the query.
    package var target: String
    package var headers: [(name: String, value: String)]
    /// The parts of the path that the route leaves open, decoded.
    package var parameters: [[UInt8]] = []
    /// The IP address of the one who asked, empty if it is not known; looked up when it is wanted.
    package var clientAddress: @Sendable () -> String = { "" }
    /// Whether the one who asked is still there.
    package let client: ClientPresence
    private let readBody: @Sendable (_ limit: Int) async throws -> [UInt8]

    /// `readBody` collects the body, or throws if it has more bytes than the limit.
    package init(
        method: String,
        target: String,
        headers: [(name: String, value: String)] = [],
        client: ClientPresence = ClientPresence(),
        readBody: @escaping @Sendable (_ limit: Int) async throws -> [UInt8]
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.client = client
        self.readBody = readBody
    }

    /// A request with its body at hand; for tests.
    package init(_ method: String, _ target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [])
    {
        self.init(method: method, target: target, headers: headers) { limit in
            guard body.count <= limit else { throw RequestBodyError.tooLarge }
            return body
        }
    }

    /// The value of the first header with this name, compared without case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body; a failure to read it is the client's.
    package func body(upTo limit: Int) async throws(RequestBodyError) -> [UInt8] {
        do {
            return try await readBody(limit)
        } catch let error as RequestBodyError {
            throw error
        } catch {
            throw .broken("\(error)")
        }
    }

    /// The path as sent, without query.
    var rawPath: Substring {
        let withoutFragment = target.prefix { $0 != "#" }
        let path = withoutFragment.prefix { $0 != "?" }
        guard !path.hasPrefix("/"), let scheme = path.range(of: "://") else { return path }
        return path[scheme.upperBound...].drop { $0 != "/" }
    }

    /// The query as sent, without question mark.
    package var query: Substring {
        let withoutFragment = target.prefix { $0 != "#" }
        guard let mark = withoutFragment.firstIndex(of: "?") else { return "" }
        return withoutFragment[withoutFragment.index(after: mark)...]
    }
}

extension Substring {
    /// Where `text` occurs first.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
