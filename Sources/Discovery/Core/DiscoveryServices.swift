package import HTTPClients
package import PrometheusModel

/// What the program lends to all providers of a manager.
package struct DiscoveryServices: Sendable {
    /// Makes HTTP clients.
    package var makeClient: DiscoveryEnvironment.MakeClient
    /// How requests call this program.
    package var userAgent: String
    /// The variables of the environment, where some services' tools leave their keys.
    package var variables: @Sendable (String) -> String?
    /// Signs for the services that want it; `nil` where no mechanism is to run.
    package var rsa: (any RSASigning)?
    /// Tells when tokens expire.
    package var clock: WallClock

    package init(
        userAgent: String,
        variables: (@Sendable (String) -> String?)? = nil,
        rsa: (any RSASigning)? = nil,
        clock: WallClock = .system,
        makeClient: @escaping DiscoveryEnvironment.MakeClient
    ) {
        self.variables = variables ?? ProcessVariables.value
        self.userAgent = userAgent
        self.rsa = rsa
        self.clock = clock
        self.makeClient = makeClient
    }

    /// For programs and tests that send no requests.
    package static let none = DiscoveryServices(userAgent: "") { _ in throw DiscoveryError("no HTTP clients") }
}
