internal import HTTPClients
internal import PrometheusModel

/// Asks Amazon's services, signed; region and keys are found when they are first needed.
actor AWSClient {
    /// Which address a request goes to.
    enum Place {
        /// That of the settings, if they have one.
        case own
        /// That of the service in the region, whatever the settings say.
        case standard
    }

    private let settings: AWSSettings
    private let client: any HTTPClient
    private let userAgent: String
    private let source: AWSKeySource
    private let clock: WallClock
    private var cachedKeys: AWSKeys?
    private var foundRegion = ""

    init(_ settings: AWSSettings, _ environment: DiscoveryEnvironment) throws {
        self.settings = settings
        clock = environment.clock
        let client = try environment.makeClient(settings.poll.http)
        self.client = client
        userAgent = environment.userAgent
        source = AWSKeySource(
            settings: settings,
            client: client,
            userAgent: environment.userAgent,
            variables: environment.variables,
            clock: environment.clock
        )
    }

    /// The region, which is found once.
    func region() async throws -> String {
        if foundRegion.isEmpty { foundRegion = try await source.region() }
        return foundRegion
    }

    /// The answer of a service to a request that is signed for it; keys that it refuses are looked for anew.
    func send(
        _ service: String,
        _ method: String,
        path: String = "",
        headers: [(name: String, value: String)] = [],
        body: String = "",
        at place: Place = .own
    ) async throws -> [UInt8] {
        let region = try await region()
        let now = clock.nowMilliseconds()
        let keys = try await keys(region, now)
        let isOwn = place == .own && !settings.endpoint.isEmpty
        let root = isOwn ? Self.rooted(settings.endpoint) : AWSKeySource.endpoint(service, region)
        let request = HTTPClientRequest(
            method: method,
            url: root + path,
            headers: [("User-Agent", userAgent)] + headers,
            body: Array(body.utf8),
            timeout: .milliseconds(settings.poll.refreshIntervalMilliseconds)
        )
        let signer = SigV4Signer(region: region, service: service)
        let response = try await client.send(signer.signed(request, keys.credentials, atMilliseconds: now))
        guard response.isSuccess else {
            let problem = AWSProblem(response)
            if AWSProblem.codesOfKeys.contains(problem.code) { cachedKeys = nil }
            throw DiscoveryError(problem.description)
        }
        return response.body
    }

    private func keys(_ region: String, _ now: Int64) async throws -> AWSKeys {
        if let cachedKeys, !cachedKeys.isExpiring(atMilliseconds: now) { return cachedKeys }
        let found = try await source.keys(region)
        cachedKeys = found
        return found
    }

    /// The endpoint with a scheme, and a slash at its end.
    private static func rooted(_ endpoint: String) -> String {
        let url = endpoint.contains("://") ? endpoint : "https://" + endpoint
        return url.hasSuffix("/") ? url : url + "/"
    }
}

extension AWSClient {
    /// The answer of a service that takes forms and answers in XML.
    func query(
        _ service: String,
        _ parameters: [(name: String, value: String)],
        at place: Place = .own
    ) async throws -> XMLElement {
        let headers = [(name: "Content-Type", value: AWSQuery.contentType)]
        let body = AWSQuery.form(parameters)
        let answer = try XMLReader.parse(try await send(service, "POST", headers: headers, body: body, at: place))
        let action = parameters.first { $0.name == "Action" }?.value ?? ""
        guard answer.name == "\(action)Response" else {
            throw DiscoveryError("\(answer.name) instead of \(action)Response in the answer")
        }
        return answer
    }

    /// The answer of a service that takes and answers JSON; `operation` is what stands in `X-Amz-Target`.
    func json(_ service: String, _ operation: String, _ body: JSONValue) async throws -> JSONValue {
        let headers = [(name: "Content-Type", value: "application/x-amz-json-1.1"), ("X-Amz-Target", operation)]
        let answer = try await send(service, "POST", headers: headers, body: JSONText.text(body))
        return try JSONValue(parsing: answer)
    }
}
