package import HTTPClients
package import PrometheusModel

/// What the senders of remote write need of the server.
package struct RemoteWriteEnvironment: Sendable {
    /// Signs bytes with a private key in PEM; the passphrase is empty for keys that are not encrypted.
    package typealias Signer = @Sendable (_ message: [UInt8], _ pem: String, _ passphrase: String) throws -> [UInt8]

    /// Where the log lies: `wal` of the data directory.
    package var logDirectory: String
    package var clock: WallClock
    package var log: RemoteLog
    package var metrics: RemoteWriteMetricFamilies
    package var arrivals: RemoteArrivals
    /// Looks up a variable of the process: keys for signatures come from there.
    package var variable: @Sendable (String) -> String? = { _ in nil }
    /// Signs bytes with a private RSA key in PEM (PKCS #1, version 1.5, SHA-256); `nil` where nothing can.
    package var signWithRSA: Signer?
    package var makeClient: @Sendable (HTTPClientSettings) throws -> any HTTPClient
    /// How long a queue that stops goes on sending what it has.
    package var flushDeadline = Duration.seconds(60)
    package var userAgent = "Prometheus"
    /// Whether types and units are taken from labels.
    package var takesTypesFromLabels = false
    /// The metadata of all active targets.
    package var families: @Sendable () -> [(name: String, metadata: SeriesMetadata)] = { [] }

    package init(
        logDirectory: String,
        clock: WallClock,
        log: RemoteLog,
        metrics: RemoteWriteMetricFamilies,
        arrivals: RemoteArrivals,
        makeClient: @escaping @Sendable (HTTPClientSettings) throws -> any HTTPClient
    ) {
        self.logDirectory = logDirectory
        self.clock = clock
        self.log = log
        self.metrics = metrics
        self.arrivals = arrivals
        self.makeClient = makeClient
    }
}
