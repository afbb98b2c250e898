package import PrometheusModel

/// Signs each request before it is sent.
package struct SigningHTTPClient: HTTPClient {
    /// Where the keys come from; they may change.
    package typealias Keys = @Sendable () async throws(SigningError) -> SigV4Credentials

    private let signer: SigV4Signer
    private let keys: Keys
    private let client: any HTTPClient
    private let clock: WallClock

    package init(_ signer: SigV4Signer, client: any HTTPClient, clock: WallClock = .system, keys: @escaping Keys) {
        self.signer = signer
        self.client = client
        self.clock = clock
        self.keys = keys
    }

    /// A client for the block `sigv4`.
    ///
    /// Keys and region come from the settings, then from the variables `AWS_ACCESS_KEY_ID` and so on, then from the
    /// shared files below `~/.aws`.
    /// Where the settings name no service, `service` is signed for.
    package init(
        _ settings: SigV4Settings,
        service: String = "aps",
        client: any HTTPClient,
        environment: @escaping @Sendable (String) -> String?
    ) throws(SigningError) {
        guard settings.roleARN.isEmpty else { throw SigningError("sigv4 role_arn is not supported") }
        let source = SigV4KeySource(settings, environment: environment)
        let region = source.region()
        guard !region.isEmpty else {
            throw SigningError("region not configured in sigv4 or in default credentials chain")
        }
        _ = try source.keys()
        self.init(
            SigV4Signer(region: region, service: settings.serviceName.isEmpty ? service : settings.serviceName),
            client: client,
            keys: { () async throws(SigningError) in try source.keys() }
        )
    }

    package func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let keys: SigV4Credentials
        do throws(SigningError) {
            keys = try await self.keys()
        } catch {
            throw .failed(method: request.method, url: request.url, reason: error.description)
        }
        return try await client.send(signer.signed(request, keys, atMilliseconds: clock.nowMilliseconds()))
    }
}
