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
        let url: HTTPURL?
        /// Whether the last request was answered, so that the next may meet a connection that was closed while idle.
        var isAnswering = false
    }

    /// The number of URLs remembered; targets come and go.
    private static let mostRoutes = 20_000
    /// The bound of a body where the request names none.
    private static let mostBodyBytes = 1 << 30

    private let selection: TransportSelection
    private let credentials: Credentials
    private let routes = Mutex<[String: Route]>([:])

    init(_ selection: TransportSelection, _ credentials: Credentials) {
        self.selection = selection
        self.credentials = credentials
    }

    func send(_ request: HTTPClients.HTTPClientRequest) async throws(HTTPClients.HTTPClientError)
        -> HTTPClients.HTTPClientResponse
    {
        let route = try route(request)
        let prepared = try prepare(request, route)
        let pool: ConnectionPool
        do {
            pool = try selection.pool(for: route.url)
        } catch {
            throw .failed(method: request.method, url: request.url, reason: error.description)
        }
        let deadline = NIODeadline.now() + TimeAmount(request.timeout)
        do {
            let response = try await exchange(pool, prepared, request, deadline, mayRetry: route.isAnswering)
            if !route.isAnswering { routes.withLock { $0[request.url]?.isAnswering = true } }
            return response
        } catch {
            if route.isAnswering { routes.withLock { $0[request.url]?.isAnswering = false } }
            throw failure(error, of: request, prepared)
        }
    }

    /// Sends once; and once more if a kept-alive connection turned out to be closed before it brought any answer.
    private func exchange(
        _ pool: ConnectionPool,
        _ prepared: AsyncHTTPClient.HTTPClient.Request,
        _ request: HTTPClients.HTTPClientRequest,
        _ deadline: NIODeadline,
        mayRetry: Bool
    ) async throws -> HTTPClients.HTTPClientResponse {
        let collector = BodyCollector(
            maximumBodyBytes: request.maximumBodyBytes ?? Self.mostBodyBytes,
            takeBody: request.takeBody
        )
        let task = pool.client.execute(request: prepared, delegate: collector, deadline: deadline)
        do {
            return try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            guard mayRetry, request.method == "GET", !collector.hasHead, ConnectionFailure.isClosedConnection(error)
            else { throw error }
            return try await exchange(pool, prepared, request, deadline, mayRetry: false)
        }
    }

    private func prepare(
        _ request: HTTPClients.HTTPClientRequest,
        _ route: Route
    ) throws(HTTPClients.HTTPClientError) -> AsyncHTTPClient.HTTPClient.Request {
        var prepared = route.request
        let further = try credentials.headers(of: request)
        prepared.headers = HTTPHeaders((request.headers + further).map { ($0.name, $0.value) })
        if let url = route.url {
            // The connection is to a name that is verified instead of the host.
            if selection.verifiedName(url) != nil { prepared.headers.replaceOrAdd(name: "Host", value: url.authority) }
            if let (user, password) = url.credentials, !prepared.headers.contains(name: "Authorization") {
                prepared.setBasicAuth(username: user, password: password)
            }
        }
        if !request.body.isEmpty { prepared.body = .bytes(request.body) }
        return prepared
    }

    private func route(_ request: HTTPClients.HTTPClientRequest) throws(HTTPClients.HTTPClientError) -> Route {
        let key = request.method == "GET" ? request.url : "\(request.method) \(request.url)"
        if let known = routes.withLock({ $0[key] }) { return known }
        let parsed: AsyncHTTPClient.HTTPClient.Request
        let url = HTTPURL(request.url)
        do {
            parsed = try .init(url: url.map(connectedURL) ?? request.url, method: HTTPMethod(rawValue: request.method))
        } catch {
            let reason = ConnectionFailure.reason(error, host: "", port: 0)
            throw .failed(method: request.method, url: request.url, reason: reason)
        }
        let route = Route(request: parsed, url: url)
        routes.withLock {
            if $0.count >= Self.mostRoutes { $0.removeAll() }
            $0[key] = route
        }
        return route
    }

    /// The URL with the name to verify in place of the host, and without its user.
    private func connectedURL(_ url: HTTPURL) -> String {
        guard let name = selection.verifiedName(url) else { return url.withoutUser }
        return "\(url.scheme)://\(name):\(url.port)\(url.path)\(url.query.map { "?" + $0 } ?? "")"
    }

    private func failure(
        _ error: any Error,
        of request: HTTPClients.HTTPClientRequest,
        _ prepared: AsyncHTTPClient.HTTPClient.Request
    ) -> HTTPClients.HTTPClientError {
        if let error = error as? HTTPClients.HTTPClientError { return error }
        if error is CancellationError || error as? AsyncHTTPClient.HTTPClientError == .cancelled { return .cancelled }
        guard !ConnectionFailure.isTimeout(error) else { return .timedOut(method: request.method, url: request.url) }
        let reason = ConnectionFailure.reason(
            error,
            host: HTTPURL(request.url)?.host ?? prepared.host,
            port: prepared.port
        )
        return .failed(method: request.method, url: request.url, reason: reason)
    }
}
