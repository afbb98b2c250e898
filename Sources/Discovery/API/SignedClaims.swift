internal import HTTPClients

/// Claims as a compact JSON Web Token, signed with an RSA key.
struct SignedClaims {
    let rsa: (any RSASigning)?
    let pem: String
    let keyID: String
    let digest: RSADigest

    /// The token with `claims`, which are values of JSON as text.
    func token(_ claims: [(name: String, json: String)]) throws -> String {
        guard let rsa else { throw DiscoveryError("no RSA signatures here") }
        let algorithm = digest == .sha256 ? "RS256" : "RS512"
        var header = [(name: "alg", json: JSONText.quoted(algorithm)), ("typ", JSONText.quoted("JWT"))]
        if !keyID.isEmpty { header.append(("kid", JSONText.quoted(keyID))) }
        let content = "\(Self.part(header)).\(Self.part(claims))"
        let signature = try rsa.signature(of: Array(content.utf8), pem: pem, passphrase: "", digest)
        return "\(content).\(Base64Text.encodedForURLs(signature))"
    }

    private static func part(_ members: [(name: String, json: String)]) -> String {
        let text = "{" + members.map { "\(JSONText.quoted($0.name)):\($0.json)" }.joined(separator: ",") + "}"
        return Base64Text.encodedForURLs(Array(text.utf8))
    }
}
