import Crypto
import CryptoExtras
import FoundationEssentials
import HTTPClients
import KeySigning
import Testing

@Suite struct RSAKeysTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        .joined(separator: "/") + "/Fixtures/Keys/"

    private static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: folder + name)), as: UTF8.self)
    }

    @Test(
        arguments: [
            ("pkcs8.pem", ""), ("pkcs1.pem", ""), ("pkcs8-encrypted.pem", "secret"),
            ("pkcs1-encrypted.pem", "secret"), ("pkcs8-labelled.pem", ""),
        ],
        [RSADigest.sha256, .sha512]
    )
    func `signatures are those of OpenSSL, whatever form the key has`(
        key: (name: String, passphrase: String),
        digest: RSADigest
    ) throws {
        let signature = try RSAKeys().signature(
            of: Array("a message".utf8),
            pem: try Self.text(key.name),
            passphrase: key.passphrase,
            digest
        )
        let expected = try Self.text(digest == .sha256 ? "sha256.txt" : "sha512.txt")
        #expect(Data(signature).base64EncodedString() == expected)
    }

    @Test(arguments: [("pkcs8-encrypted.pem", "wrong"), ("pkcs1-encrypted.pem", ""), ("README.md", "")])
    func `what is no key, or is not opened, is an error`(name: String, passphrase: String) throws {
        let text = try Self.text(name)
        #expect(throws: SigningError.self) {
            try RSAKeys().signature(of: [1], pem: text, passphrase: passphrase, .sha256)
        }
    }

    @Test func `a new key's signatures are good by its public part`() throws {
        let pair = try RSAKeys().newKey()
        let signature = try RSAKeys().signature(of: [1, 2, 3], pem: pair.privatePEM, passphrase: "", .sha256)
        let key = try _RSA.Signing.PublicKey(pemRepresentation: pair.publicPEM)
        #expect(
            key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature),
                for: SHA256.hash(data: [1, 2, 3] as [UInt8]),
                padding: .insecurePKCS1v1_5
            )
        )
    }
}
