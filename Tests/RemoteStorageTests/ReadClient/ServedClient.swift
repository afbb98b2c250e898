import BlockCompression
import HTTPClients
import PrometheusBytes
import PrometheusClient
import PrometheusModel
import PrometheusWire
import Storage
import Synchronization

@testable import RemoteStorage

/// A client whose requests a remote read server answers, or a fixed answer; remembers what was asked.
final class ServedClient: HTTPClient {
    private let server: RemoteReadServer?
    private let isSampled: Bool
    private let fixed: HTTPClientResponse?
    private let error: HTTPClientError?
    private let seen = Mutex<(headers: [String: String], queries: [ReadQuery], body: [UInt8]?)>(([:], [], nil))

    init(_ storage: any Queryable, isSampled: Bool, external: Labels = [:], limits: RemoteReadLimits = .init()) throws {
        let registry = Registry()
        server = try RemoteReadServer(
            storage: storage,
            limits: limits,
            externalLabels: { external },
            registry: registry
        )
        self.isSampled = isSampled
        (fixed, error) = (nil, nil)
    }

    init(_ fixed: HTTPClientResponse?, _ error: HTTPClientError? = nil) {
        (server, isSampled) = (nil, false)
        (self.fixed, self.error) = (fixed, error)
    }

    var queries: [ReadQuery] { seen.withLock { $0.queries } }
    var lastBody: [UInt8]? { seen.withLock { $0.body } }
    var headers: [String: String] { seen.withLock { $0.headers } }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        var message: [UInt8] = []
        try? SnappyBlock.decompress(request.body.rawSpan, limitBytes: 1 << 20, into: &message)
        var asked = (try? ReadRequest(message.rawSpan)) ?? ReadRequest()
        seen.withLock { seen in
            seen.queries += asked.queries
            seen.body = request.body
            seen.headers = Dictionary(
                request.headers.map { ($0.name, $0.value) },
                uniquingKeysWith: { _, last in last }
            )
        }
        if let error { throw error }
        if let fixed { return fixed }
        guard let server else { return HTTPClientResponse(status: 500, reason: "None", headers: [], body: []) }
        if isSampled { asked.acceptedKinds = [0] }
        var body: [UInt8] = []
        try? SnappyBlock.compress(asked.encoded.rawSpan, into: &body)
        switch await server.answer(body) {
        case .samples(let bytes):
            return HTTPClientResponse(
                status: 200,
                reason: "OK",
                headers: [("Content-Type", "application/x-protobuf")],
                body: bytes
            )
        case .stream(var stream):
            var bytes: [UInt8] = []
            while let frame = stream.next() { bytes += frame }
            let type = "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse"
            return HTTPClientResponse(status: 200, reason: "OK", headers: [("Content-Type", type)], body: bytes)
        case .failure(let status, let message, _):
            return HTTPClientResponse(status: status, reason: "Reason", headers: [], body: Array(message.utf8))
        }
    }
}
