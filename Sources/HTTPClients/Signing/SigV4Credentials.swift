/// Keys of an Amazon account.
package struct SigV4Credentials: Sendable, Hashable {
    package var accessKey: String
    package var secretKey: String
    /// The token of keys that expire; empty for lasting ones.
    package var sessionToken: String

    package init(accessKey: String, secretKey: String, sessionToken: String = "") {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
    }
}
