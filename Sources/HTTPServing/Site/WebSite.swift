/// Everything that is served under one route prefix: takes a request to its endpoint and adds what all answers share.
package struct WebSite: Sendable {
    private let routes: [Route]
    private let table: RouteTable
    private let metrics: RequestMetrics
    private let endpoints: [RequestMetrics.Endpoint]
    private let origins: CrossOriginPolicy
    private let readiness: Readiness
    /// Empty, or a path that starts and does not end with a slash.
    private let prefix: String
    /// What the web configuration file says; `nil` if there is none.
    private let gate: WebGate?

    /// `routePrefix` is `--web.route-prefix`, with or without slashes.
    package init(
        routePrefix: String,
        origins: CrossOriginPolicy,
        readiness: Readiness,
        metrics: RequestMetrics,
        gate: WebGate? = nil,
        routes: [Route]
    ) {
        self.gate = gate
        let parts = routePrefix.split(separator: "/")
        prefix = parts.isEmpty ? "" : "/" + parts.joined(separator: "/")
        self.routes = routes
        table = RouteTable(routes)
        self.metrics = metrics
        endpoints = routes.map { metrics.endpoint($0.pattern) }
        self.origins = origins
        self.readiness = readiness
    }

    /// The answer to any request.
    package func respond(to request: IncomingRequest) async -> OutgoingResponse {
        guard let gate else { return await respondInside(to: request) }
        switch await gate.judge(request) {
        case .refused(let response): return response
        case .admitted(let headers):
            var response = await respondInside(to: request)
            response.headers += headers
            return response
        }
    }

    private func respondInside(to request: IncomingRequest) async -> OutgoingResponse {
        guard case .success(let path) = PercentCoding.decode(request.rawPath, plusIsSpace: false) else {
            return .text("400 Bad Request", status: 400)
        }
        let cleaned = PathCleaning.clean(path)
        guard cleaned == path else { return redirect(request, to: PercentCoding.encodePath(cleaned), status: 301) }
        guard path.starts(with: "\(prefix)/".utf8) else { return respondOutsidePrefix(request, path) }
        let inside = Array(path.dropFirst(prefix.utf8.count))
        if inside.elementsEqual("/api/v1".utf8) { return redirect(request, to: "\(prefix)/api/v1/", status: 301) }
        return await respond(to: request, at: inside)
    }

    private func respondOutsidePrefix(_ request: IncomingRequest, _ path: [UInt8]) -> OutgoingResponse {
        if path.elementsEqual(prefix.utf8) { return redirect(request, to: prefix + "/", status: 301) }
        return path.elementsEqual("/".utf8) ? .found(prefix, for: request) : .notFound
    }

    private func respond(to request: IncomingRequest, at path: [UInt8]) async -> OutgoingResponse {
        let isAPI = path.starts(with: RouteTable.apiPrefix.utf8)
        if isAPI, request.method == "OPTIONS" {
            return OutgoingResponse(status: 204, headers: origins.headers(for: request.header("origin")))
        }
        switch table.match(request.method, path) {
        case .route(let index, let parameters):
            var request = request
            request.parameters = parameters
            return await respond(to: request, with: index)
        case .otherMethods(let methods): return refuse(request, allowed: methods)
        case .corrected(let path):
            // Upstream's API router does not know where it is mounted, so its redirects lack the API's own prefix.
            let location = isAPI ? "/" + path.dropFirst(RouteTable.apiPrefix.count) : prefix + path
            return redirect(request, to: location, status: request.method == "GET" ? 301 : 307)
        case .none: return .notFound
        }
    }

    private func respond(to request: IncomingRequest, with index: Int) async -> OutgoingResponse {
        let start = ContinuousClock.now
        let route = routes[index]
        var response: OutgoingResponse
        if case .whenReady = route.availability, let refusal = readiness.refusal {
            response = refusal
        } else if case .brief = route.pace {
            response = await route.respond(request)
        } else {
            response = await Self.respondElsewhere(to: request, route)
        }
        if case .whenAccepted = route.compression,
            let encoding = ContentEncoding(accepted: request.header("accept-encoding"))
        {
            response = response.compressed(encoding)
        }
        if route.isAPI { response.headers += origins.headers(for: request.header("origin")) }
        return measured(response, index, start)
    }

    /// Answers on the threads that all tasks share.
    private static func respondElsewhere(to request: IncomingRequest, _ route: Route) async -> OutgoingResponse {
        await withTaskExecutorPreference(globalConcurrentExecutor) { await route.respond(request) }
    }

    private func measured(
        _ response: consuming OutgoingResponse,
        _ index: Int,
        _ start: ContinuousClock.Instant
    ) -> OutgoingResponse {
        let (status, metrics, endpoint) = (response.status, metrics, endpoints[index])
        switch response.body {
        case .bytes(let bytes):
            metrics.observe(endpoint, status: status, .now - start, bytes: bytes.count)
        case .feed(let next):
            let feed = MeasuredFeed(next) { metrics.observe(endpoint, status: status, .now - start, bytes: $0) }
            response.body = .feed { () async throws(BrokenFeedError) in try await feed.next() }
        case .pieces(let pieces):
            response.body = .pieces(
                MeasuredPieces(pieces) { metrics.observe(endpoint, status: status, .now - start, bytes: $0) }
            )
        }
        return response
    }

    private func refuse(_ request: IncomingRequest, allowed methods: [String]) -> OutgoingResponse {
        let allow = (name: "Allow", value: methods.joined(separator: ", "))
        if request.method == "OPTIONS" { return OutgoingResponse(status: 200, headers: [allow]) }
        var response = OutgoingResponse.failure("Method Not Allowed", status: 405)
        response.headers.append(allow)
        return response
    }

    private func redirect(_ request: IncomingRequest, to path: String, status: Int) -> OutgoingResponse {
        let query = request.query
        return .redirect(to: query.isEmpty ? path : "\(path)?\(query)", for: request, status: status)
    }
}
