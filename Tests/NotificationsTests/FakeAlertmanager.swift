import HTTPClients
import Synchronization

/// An Alertmanager that remembers its requests and answers with a status.
final class FakeAlertmanager: HTTPClient {
    private let state = Mutex<(requests: [HTTPClientRequest], status: Int)>(([], 200))

    var requests: [HTTPClientRequest] { state.withLock(\.requests) }
    func answer(_ status: Int) { state.withLock { $0.status = status } }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let status = state.withLock { state in
            state.requests.append(request)
            return state.status
        }
        return HTTPClientResponse(status: status, reason: "Reason", headers: [], body: [])
    }
}
