/// What the program lends to all providers of a manager.
package struct DiscoveryServices: Sendable {
    /// Makes HTTP clients.
    package var makeClient: DiscoveryEnvironment.MakeClient
    /// How requests call this program.
    package var userAgent: String

    package init(userAgent: String, makeClient: @escaping DiscoveryEnvironment.MakeClient) {
        self.userAgent = userAgent
        self.makeClient = makeClient
    }

    /// For programs and tests that send no requests.
    package static let none = DiscoveryServices(userAgent: "") { _ in throw DiscoveryError("no HTTP clients") }
}
