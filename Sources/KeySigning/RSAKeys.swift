internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials
package import HTTPClients
internal import NIOSSL

/// RSA signatures by the library of cryptography that TLS uses too.
package struct RSAKeys: RSASigning {
    package init() {}

    package func signature(
        of message: [UInt8],
        pem: String,
        passphrase: String,
        _ digest: RSADigest
    ) throws(SigningError) -> [UInt8] {
        do {
            let key = try Self.key(pem, passphrase)
            let signature =
                switch digest {
                case .sha256: try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
                case .sha512: try key.signature(for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
                }
            return Array(signature.rawRepresentation)
        } catch {
            throw SigningError("cannot sign with the RSA key: \(error)")
        }
    }

    package func newKey() throws(SigningError) -> RSAKeyPair {
        do {
            let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            return RSAKeyPair(privatePEM: key.pemRepresentation, publicPEM: key.publicKey.pemRepresentation)
        } catch {
            throw SigningError("cannot make an RSA key: \(error)")
        }
    }

    /// Encrypted keys are opened by the library of TLS, which knows all of their forms.
    private static func key(_ text: String, _ passphrase: String) throws -> _RSA.Signing.PrivateKey {
        let pem = block(text)
        guard pem.contains("ENCRYPTED") else { return try _RSA.Signing.PrivateKey(pemRepresentation: pem) }
        let opened = try NIOSSLPrivateKey(bytes: Array(pem.utf8), format: .pem) { setter in
            setter(Array(passphrase.utf8))
        }
        return try _RSA.Signing.PrivateKey(derRepresentation: opened.derBytes)
    }

    /// The first block of PEM: Oracle has a word behind its keys.
    private static func block(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") }),
            let end = lines[start...].firstIndex(where: { $0.hasPrefix("-----END ") })
        else { return text }
        return lines[start...end].joined(separator: "\n") + "\n"
    }
}
