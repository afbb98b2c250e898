import AsyncHTTPClient
import HTTPClients
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends requests over a pool of kept-alive connections.
final class PooledHTTPClient: HTTPClients.HTTPClient {
    /// What is known of a URL from earlier requests.
    private struct Route {
        /// The parsed URL, without headers: parsing costs several microseconds, and a target is asked again and again.
        var request: AsyncHTTPClient.HTTPClient.Request
        /// Whether the last request was answered, so that the next may meet a connection that was closed while idle.
        var isAnswering = false
    }

    /// The number of URLs remembered; targets come and go.
    private static let mostRoutes = 20_000
    /// The bound of a body where the request names none.
    private static let mostBodyBytes = 1 << 30

    private let client: AsyncHTTPClient.HTTPClient
    let credentials: Credentials
    private let routes = Mutex<[String: Route]>([:])

    init(_ client: AsyncHTTPClient.HTTPClient, _ credentials: Credentials) {
        self.client = client
        self.credentials = credentials
    }

    func send(_ request: HTTPClients.HTTPClientRequest) async throws(HTTPClients.HTTPClientError)
        -> HTTPClients.HTTPClientResponse
    {
        let route = try route(request)
        let prepared = try prepare(request, route)
        let deadline = NIODeadline.now() + TimeAmount(request.timeout)
        do {
            let response = try await exchange(prepared, request, deadline, mayRetry: route.isAnswering)
            if !route.isAnswering { routes.withLock { $0[request.url]?.isAnswering = true } }
            return response
        } catch {
            if route.isAnswering { routes.withLock { $0[request.url]?.isAnswering = false } }
            throw failure(error, of: request, prepared)
        }
    }

    /// Sends once; and once more if a kept-alive connection turned out to be closed before it brought any answer.
    private func exchange(
        _ prepared: AsyncHTTPClient.HTTPClient.Request,
        _ request: HTTPClients.HTTPClientRequest,
        _ deadline: NIODeadline,
        mayRetry: Bool
    ) async throws -> HTTPClients.HTTPClientResponse {
        let collector = BodyCollector(
            maximumBodyBytes: request.maximumBodyBytes ?? Self.mostBodyBytes,
            takeBody: request.takeBody
        )
        let task = client.execute(request: prepared, delegate: collector, deadline: deadline)
        do {
            return try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            guard mayRetry, request.method == "GET", !collector.hasHead, ConnectionFailure.isClosedConnection(error)
            else { throw error }
            return try await exchange(prepared, request, deadline, mayRetry: false)
        }
    }

    private func prepare(
        _ request: HTTPClients.HTTPClientRequest,
        _ route: Route
    ) throws(HTTPClients.HTTPClientError) -> AsyncHTTPClient.HTTPClient.Request {
        var prepared = route.request
        do throws(Credentials.UnreadableFile) {
            prepared.headers = HTTPHeaders((request.headers + (try credentials.headers())).map { ($0.name, $0.value) })
        } catch {
            throw .failed(method: request.method, url: request.url, reason: error.description)
        }
        if !request.body.isEmpty { prepared.body = .bytes(request.body) }
        return prepared
    }

    private func route(_ request: HTTPClients.HTTPClientRequest) throws(HTTPClients.HTTPClientError) -> Route {
        let key = request.method == "GET" ? request.url : "\(request.method) \(request.url)"
        if let known = routes.withLock({ $0[key] }) { return known }
        let parsed: AsyncHTTPClient.HTTPClient.Request
        do {
            parsed = try .init(url: request.url, method: HTTPMethod(rawValue: request.method))
        } catch {
            let reason = ConnectionFailure.reason(error, host: "", port: 0)
            throw .failed(method: request.method, url: request.url, reason: reason)
        }
        let route = Route(request: parsed)
        routes.withLock {
            if $0.count >= Self.mostRoutes { $0.removeAll() }
            $0[key] = route
        }
        return route
    }

    private func failure(
        _ error: any Error,
        of request: HTTPClients.HTTPClientRequest,
        _ prepared: AsyncHTTPClient.HTTPClient.Request
    ) -> HTTPClients.HTTPClientError {
        if let error = error as? HTTPClients.HTTPClientError { return error }
        if error is CancellationError || error as? AsyncHTTPClient.HTTPClientError == .cancelled { return .cancelled }
        guard !ConnectionFailure.isTimeout(error) else { return .timedOut(method: request.method, url: request.url) }
        let reason = ConnectionFailure.reason(error, host: prepared.host, port: prepared.port)
        return .failed(method: request.method, url: request.url, reason: reason)
    }
}
