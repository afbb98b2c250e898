import HTTPClients
import Synchronization

/// A client that answers as a Consul agent does: requests with an index wait until something is newer.
final class SimulatedConsul: HTTPClient {
    /// Everything that changes.
    private struct State {
        var index = 10
        /// Bodies and when they changed, by path.
        var bodies: [String: (index: Int, text: String)] = [:]
        var failures: [String: Int] = [:]
        var requests: [HTTPClientRequest] = []
    }

    private let state = Mutex(State())

    var requests: [HTTPClientRequest] { state.withLock { $0.requests } }

    /// Changes what is answered to `path`.
    func set(_ path: String, _ text: String) {
        state.withLock { state in
            state.index += 1
            state.bodies[path] = (state.index, text)
        }
    }

    /// Makes the next request for `path` fail.
    func fail(_ path: String) { state.withLock { $0.failures[path, default: 0] += 1 } }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let url = HTTPURL(request.url)
        let path = url?.path ?? ""
        let parameters = (url?.query ?? "").split(separator: "&").map(String.init)
        let waited = parameters.first { $0.hasPrefix("index=") }.flatMap { Int($0.dropFirst(6)) } ?? 0
        let mustFail = state.withLock { state in
            state.requests.append(request)
            guard let count = state.failures[path], count > 0 else { return false }
            state.failures[path] = count - 1
            return true
        }
        if mustFail { return response(500, "broken", 0) }
        while !Task.isCancelled {
            let body = state.withLock { $0.bodies[path] }
            guard let body else { return response(404, "no \(path)", 0) }
            if body.index > waited { return response(200, body.text, body.index) }
            await Task.yield()
        }
        throw .cancelled
    }

    private func response(_ status: Int, _ body: String, _ index: Int) -> HTTPClientResponse {
        HTTPClientResponse(
            status: status,
            reason: "OK",
            headers: [("Content-Type", "application/json"), ("X-Consul-Index", String(index))],
            body: Array(body.utf8)
        )
    }
}
