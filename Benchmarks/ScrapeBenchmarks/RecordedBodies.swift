import HTTPClients
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A client that answers with recorded bodies, in turn.
final class RecordedBodies: HTTPClient {
    /// By target and scrape.
    let bodies: [[[UInt8]]]
    private let counts: Mutex<[Int]>

    init(_ directory: String) {
        var bodies: [[[UInt8]]] = []
        while let first = Self.read("\(directory)/\(bodies.count)-0") {
            var all = [first]
            while let next = Self.read("\(directory)/\(bodies.count)-\(all.count)") { all.append(next) }
            bodies.append(all)
        }
        self.bodies = bodies
        counts = Mutex([Int](repeating: 0, count: bodies.count))
    }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let digits = request.url.utf8.dropFirst("http://".utf8.count).prefix { $0 != UInt8(ascii: "/") }
        let target = Int(String(decoding: Array(digits), as: UTF8.self)) ?? 0
        let scrape = counts.withLock { counts in
            counts[target] += 1
            return counts[target] % bodies[target].count
        }
        return HTTPClientResponse(
            status: 200,
            reason: "OK",
            headers: [("Content-Type", "text/plain; version=0.0.4")],
            body: bodies[target][scrape]
        )
    }

    private static func read(_ path: String) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4 << 20)
        // Safe: the call writes at most `count` bytes into the array.
        let count = unsafe Glibc.read(file, &bytes, bytes.count)
        return Array(bytes[..<max(0, count)])
    }
}
