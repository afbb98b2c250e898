import HTTPClients
import Synchronization

/// A client whose answers are set by the test.
final class ScriptedClient: HTTPClient {
    private struct State {
        var answer: Result<HTTPClientResponse, HTTPClientError> = .failure(.cancelled)
        var requests: [HTTPClientRequest] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var requests: [HTTPClientRequest] { state.withLock { $0.requests } }

    /// Answers from now on with this body.
    func answer(
        _ text: String,
        type: String = "text/plain; version=0.0.4",
        status: Int = 200,
        reason: String = "OK",
        headers: [(name: String, value: String)] = []
    ) {
        answer(Array(text.utf8), type: type, status: status, reason: reason, headers: headers)
    }

    func answer(
        _ body: [UInt8],
        type: String,
        status: Int = 200,
        reason: String = "OK",
        headers: [(name: String, value: String)] = []
    ) {
        let all = headers + (type.isEmpty ? [] : [(name: "Content-Type", value: type)])
        let response = HTTPClientResponse(status: status, reason: reason, headers: all, body: body)
        state.withLock { $0.answer = .success(response) }
    }

    /// Fails from now on.
    func fail(_ error: HTTPClientError) { state.withLock { $0.answer = .failure(error) } }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let (answer, watchers) = state.withLock { state in
            state.requests.append(request)
            let count = state.requests.count
            let reached = state.watchers.filter { $0.count <= count }.map(\.continuation)
            state.watchers.removeAll { $0.count <= count }
            return (state.answer, reached)
        }
        for watcher in watchers { watcher.resume() }
        return try answer.get()
    }

    /// Returns when so many requests were sent.
    func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.requests.count < count { state.watchers.append((count, continuation)) }
                return state.requests.count >= count
            }
            if isReached { continuation.resume() }
        }
    }
}
