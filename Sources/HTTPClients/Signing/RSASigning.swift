/// Signs with RSA keys, as some clouds want requests and claims signed.
///
/// The implementation is in `KeySigning`, where a library of cryptography may be used.
package protocol RSASigning: Sendable {
    /// The signature (PKCS #1, version 1.5) of `message` with a private key in PEM.
    ///
    /// `passphrase` opens encrypted keys; it is empty for others.
    func signature(of message: [UInt8], pem: String, passphrase: String, _ digest: RSADigest) throws(SigningError)
        -> [UInt8]

    /// A new key of 2048 bits that nobody else knows.
    func newKey() throws(SigningError) -> RSAKeyPair
}
