import HTTPClients
import Synchronization

/// An Alertmanager that answers when it is released, and abandons requests of cancelled tasks as real clients do.
final class HeldAlertmanager: HTTPClient {
    private struct State {
        var isReleased = false
        var held: [CheckedContinuation<Void, Never>] = []
        var requestCount = 0
        var answerCount = 0
    }

    private let state = Mutex(State())

    var requestCount: Int { state.withLock(\.requestCount) }
    var answerCount: Int { state.withLock(\.answerCount) }

    /// Answers what is held and all that comes.
    func release() {
        let held = state.withLock { state in
            state.isReleased = true
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        await withCheckedContinuation { continuation in
            let isReleased = state.withLock { state in
                state.requestCount += 1
                if !state.isReleased { state.held.append(continuation) }
                return state.isReleased
            }
            if isReleased { continuation.resume() }
        }
        guard !Task.isCancelled else { throw .cancelled }
        state.withLock { $0.answerCount += 1 }
        return HTTPClientResponse(status: 200, reason: "OK", headers: [], body: [])
    }
}
