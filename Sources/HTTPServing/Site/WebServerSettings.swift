/// How a web server listens, as the command line gives it.
package struct WebServerSettings: Sendable {
    package var addresses: [ListenAddress]
    /// The most connections of each address: `--web.max-connections`.
    package var maximumConnections = 512
    /// The time a request may take to arrive, and a connection may be idle: `--web.read-timeout`.
    package var readTimeout: Duration = .seconds(300)

    package init(addresses: [ListenAddress]) { self.addresses = addresses }
}
