internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// The settings that most mechanisms share: how to ask, how often, and the port of what is found.
struct PollSettings: Sendable, Hashable {
    var http: HTTPClientSettings
    var refreshIntervalMilliseconds: Int64
    var port: Int

    init(decoding fields: YAMLFields, base: BaseDirectory, interval: Int64 = 60_000, port: Int = 80) {
        refreshIntervalMilliseconds = fields.refreshInterval(interval)
        self.port = fields.port(Int64(port))
        http = HTTPClientSettings(decoding: fields, base: base)
    }

    /// For mechanisms whose targets have ports of their own.
    init(decodingWithoutPort fields: YAMLFields, base: BaseDirectory, interval: Int64 = 60_000) {
        refreshIntervalMilliseconds = fields.refreshInterval(interval)
        port = 0
        http = HTTPClientSettings(decoding: fields, base: base)
    }

    var intervalField: YAMLField {
        YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds)))
    }

    var portField: YAMLField { YAMLField("port", .integer(Int64(port))) }

    /// The three of them in upstream's usual order.
    var displayedFields: [YAMLField] { http.displayedFields + [intervalField, portField] }

    /// A client for the requests.
    func client(_ environment: DiscoveryEnvironment) throws -> APIClient {
        try environment.api(http, timeoutMilliseconds: refreshIntervalMilliseconds)
    }
}
