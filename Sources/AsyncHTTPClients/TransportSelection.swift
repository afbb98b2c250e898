import HTTPClients
import Synchronization

/// Finds the connections for each request of one client: by its proxy, by the name to verify, and by the state of the
/// files of certificates, so that a renewed one counts at once.
final class TransportSelection: Sendable {
    /// The pools of one state of the files.
    private struct State {
        var files: [FileState]
        var pools: [Transport: ConnectionPool] = [:]
    }

    private let pools: ConnectionPools
    private let settings: HTTPClientSettings
    private let proxies: ProxySelection
    private let paths: [String]
    private let state: Mutex<State>

    /// Loads certificates and keys once, so that bad ones are told now.
    init(
        _ settings: HTTPClientSettings,
        _ pools: ConnectionPools,
        _ proxies: ProxySelection
    ) throws(HTTPClientSettingsError) {
        self.settings = settings
        self.pools = pools
        self.proxies = proxies
        let tls = settings.tls
        paths = [tls.authority.file, tls.certificate.file, tls.key.file].filter { !$0.isEmpty }
        state = Mutex(State(files: paths.map { FileState($0) }))
        _ = try pool(Transport(enablesHTTP2: settings.enablesHTTP2, tls: tls, files: paths.map { FileState($0) }))
    }

    /// The name that stands for the URL's host while its certificate is verified, `nil` for the host itself.
    func verifiedName(_ url: HTTPURL) -> String? {
        let name = settings.tls.serverName
        return url.scheme == "https" && !name.isEmpty && name != url.host ? name : nil
    }

    func pool(for url: HTTPURL?) throws(HTTPClientSettingsError) -> ConnectionPool {
        var transport = Transport(enablesHTTP2: settings.enablesHTTP2, tls: settings.tls)
        if let url {
            if url.scheme == "https" { transport.files = paths.map { FileState($0) } }
            if let proxy = proxies.server(for: url) {
                transport.proxy = proxy
                transport.connectHeaders = settings.proxy.connectHeaders
            }
            if verifiedName(url) != nil { transport.host = url.host }
        }
        if transport.files.isEmpty { transport.files = state.withLock { $0.files } }
        return try pool(transport)
    }

    private func pool(_ transport: Transport) throws(HTTPClientSettingsError) -> ConnectionPool {
        if let known = state.withLock({ $0.pools[transport] }) { return known }
        let pool = try pools.pool(transport)
        state.withLock { state in
            if state.files != transport.files { state = State(files: transport.files) }
            state.pools[transport] = pool
        }
        return pool
    }
}
