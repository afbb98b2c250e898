/// A private key with its public part, both in PEM.
package struct RSAKeyPair: Sendable, Hashable {
    package var privatePEM: String
    package var publicPEM: String

    package init(privatePEM: String, publicPEM: String) {
        self.privatePEM = privatePEM
        self.publicPEM = publicPEM
    }
}
