package import HTTPClients

/// The `tracing` section: where spans of the server's work are sent.
package struct TracingSettings: Sendable, Hashable {
    /// How spans are sent; the raw value is the spelling in the configuration.
    package enum Client: String, Sendable, Hashable {
        case http
        case grpc
    }

    package var client = Client.grpc
    package var endpoint = ""
    /// The share of requests that are traced.
    package var samplingFraction = 0.0
    /// Whether the connection has no TLS.
    package var isInsecure = false
    package var headers: [RemoteHeader] = []
    /// `gzip`, or empty for none.
    package var compression = ""
    /// The time for one request; 0 for ten seconds.
    package var timeoutMilliseconds: Int64 = 0
    package var tls = TLSSettings()

    package init() {}
}
