/// Claims as a JSON Web Token that a private RSA key signs (RS256).
struct SignedAssertion: Sendable {
    /// Signs bytes (PKCS #1, version 1.5, SHA-256) with a private key in PEM.
    typealias Signer = RemoteWriteEnvironment.Signer

    let sign: Signer?

    /// The token; values are JSON already.
    func token(
        header: [(name: String, json: String)],
        claims: [(name: String, json: String)],
        pem: String,
        passphrase: String = ""
    ) throws(CloudTokenError) -> String {
        guard let sign else { throw CloudTokenError("signing with RSA keys is not supported") }
        let header = [(name: "alg", json: "\"RS256\""), ("typ", "\"JWT\"")] + header
        let content = "\(Self.part(header)).\(Self.part(claims))"
        do {
            return "\(content).\(Self.base64(try sign(Array(content.utf8), pem, passphrase)))"
        } catch { throw CloudTokenError("\(error)") }
    }

    /// A text as JSON.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func part(_ members: [(name: String, json: String)]) -> String {
        base64(Array(("{" + members.map { "\(quoted($0.name)):\($0.json)" }.joined(separator: ",") + "}").utf8))
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Base64 for URLs, without padding.
    static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let gathered = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for position in 0...group.count {
                text.append(alphabet[Int(gathered >> UInt32(18 - 6 * position)) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
