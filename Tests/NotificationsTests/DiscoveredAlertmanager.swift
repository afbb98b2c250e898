import HTTPClients
import Synchronization

/// An Alertmanager that takes alerts, and a server that names one when it is asked with `GET`.
final class DiscoveredAlertmanager: HTTPClient {
    private let state = Mutex<[HTTPClientRequest]>([])

    /// The requests with alerts.
    var deliveries: [HTTPClientRequest] { state.withLock { $0 } }

    /// The bodies that `host` got.
    func bodies(of host: String) -> [String] {
        deliveries.filter { $0.url.hasPrefix("http://\(host)/") }.map { String(decoding: $0.body, as: UTF8.self) }
    }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        if request.method == "GET" {
            return HTTPClientResponse(
                status: 200,
                reason: "OK",
                headers: [("Content-Type", "application/json")],
                body: Array(#"[{"targets": ["asked:9093"], "labels": {"__alerts_path__": "/own/path"}}]"#.utf8)
            )
        }
        state.withLock { $0.append(request) }
        return HTTPClientResponse(status: 200, reason: "OK", headers: [], body: [])
    }
}
