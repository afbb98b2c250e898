/// Looks at what kinds of blocks a PEM text has, for messages as upstream's.
enum PEMText {
    /// The kinds of the blocks, such as `CERTIFICATE`.
    static func kinds(_ bytes: [UInt8]) -> [String] {
        let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        return lines.compactMap { line in
            let text = String(decoding: line, as: UTF8.self)
            guard text.hasPrefix("-----BEGIN "), text.hasSuffix("-----") else { return nil }
            return String(text.dropFirst("-----BEGIN ".count).dropLast("-----".count))
        }
    }

    /// Checks that one text has a certificate and the other a key.
    static func checkPair(certificate: [UInt8], key: [UInt8]) throws(WebConfigurationError) {
        let certificateKinds = kinds(certificate)
        guard certificateKinds.contains("CERTIFICATE") else {
            if certificateKinds.isEmpty { throw failure("failed to find any PEM data in certificate input") }
            if certificateKinds.count == 1, isKey(certificateKinds[0]) {
                throw failure(
                    "failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched"
                )
            }
            throw failure(
                "failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following types: \(list(certificateKinds))"
            )
        }
        let keyKinds = kinds(key)
        guard keyKinds.contains(where: isKey) else {
            if keyKinds.isEmpty { throw failure("failed to find any PEM data in key input") }
            if keyKinds == ["CERTIFICATE"] {
                throw failure("found a certificate rather than a key in the PEM for the private key")
            }
            throw failure(
                "failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the following types: \(list(keyKinds))"
            )
        }
    }

    private static func isKey(_ kind: String) -> Bool { kind == "PRIVATE KEY" || kind.hasSuffix(" PRIVATE KEY") }

    private static func list(_ kinds: [String]) -> String { "[\(kinds.joined(separator: " "))]" }

    private static func failure(_ reason: String) -> WebConfigurationError {
        .rejected("failed to load X509KeyPair: tls: \(reason)")
    }
}
