internal import PrometheusBytes

/// A certificate with its key, both in PEM, that an application of Azure proves itself with.
struct AzureCertificate: Sendable {
    /// The certificates, the application's first, in base64 without line ends.
    let certificates: [String]
    let keyPEM: String

    init(path: String, keyPath: String) throws(CloudTokenError) {
        let text = try AzureTokenSource.text(path)
        certificates = Self.blocks(text, "CERTIFICATE").map { $0.filter { !$0.isWhitespace } }
        guard !certificates.isEmpty else { throw CloudTokenError("\(path) has no certificate in PEM") }
        let keys = keyPath.isEmpty ? text : try AzureTokenSource.text(keyPath)
        guard
            let kind = ["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"]
                .first(where: { !Self.blocks(keys, $0).isEmpty }), let key = Self.blocks(keys, kind).first
        else { throw CloudTokenError("\(keyPath.isEmpty ? path : keyPath) has no private key in PEM") }
        keyPEM = "-----BEGIN \(kind)-----\(key)-----END \(kind)-----\n"
    }

    /// The fields of a token's header that name the certificate.
    func header(sendsChain: Bool) -> [(name: String, json: String)] {
        var header: [(name: String, json: String)] = []
        if let first = certificates.first, let der = Self.decoded(first) {
            let thumbprint = SignedAssertion.base64(SHA256.hash(der))
            header.append(("x5t#S256", SignedAssertion.quoted(thumbprint)))
        }
        if sendsChain { header.append(("x5c", "[" + certificates.map { "\"\($0)\"" }.joined(separator: ",") + "]")) }
        return header
    }

    /// What stands between the lines of each block of a kind.
    private static func blocks(_ text: String, _ kind: String) -> [String] {
        var blocks: [String] = []
        var rest = text[...]
        while let begin = rest.firstRange(of: "-----BEGIN \(kind)-----"),
            let end = rest[begin.upperBound...].firstRange(of: "-----END \(kind)-----")
        {
            blocks.append(String(rest[begin.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return blocks
    }

    private static func decoded(_ text: String) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var bytes: [UInt8] = []
        var (gathered, bits) = (UInt32(0), 0)
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            guard let digit = alphabet.firstIndex(of: byte) else { return nil }
            gathered = gathered << 6 | UInt32(digit)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: gathered >> UInt32(bits)))
        }
        return bytes
    }
}
