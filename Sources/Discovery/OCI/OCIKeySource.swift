internal import HTTPClients
internal import PrometheusBytes
internal import PrometheusModel
internal import StrictYAML

/// Finds what requests to Oracle's cloud are signed with: a user's key, or a session of the machine.
struct OCIKeySource: Sendable {
    private static let metadata = "http://169.254.169.254/opc/v2/identity/"

    let settings: OCIDiscovery
    let api: APIClient
    let local: APIClient
    let rsa: (any RSASigning)?
    let clock: WallClock
    private var session: (signer: OCISigner, expiry: Int64, tenancy: String)?

    init(settings: OCIDiscovery, api: APIClient, local: APIClient, environment: DiscoveryEnvironment) {
        self.settings = settings
        self.api = api
        self.local = local
        rsa = environment.rsa
        clock = environment.clock
    }

    /// The tenancy that the key is of, once there was a signer.
    var tenancy: String { settings.tenancy.isEmpty ? session?.tenancy ?? "" : settings.tenancy }

    /// What signs requests.
    mutating func signer() async throws -> OCISigner {
        guard let rsa else { throw DiscoveryError("no RSA signatures here") }
        guard settings.auth == "instance_principal" else {
            return OCISigner(
                keyID: "\(settings.tenancy)/\(settings.user)/\(settings.fingerprint)",
                pem: String(decoding: try TextFile.read(settings.keyFile), as: UTF8.self),
                passphrase: try passphrase(),
                rsa: rsa
            )
        }
        let now = clock.nowMilliseconds()
        if let session, session.expiry - now > 60_000 { return session.signer }
        do {
            let opened = try await openSession(rsa, now)
            session = opened
            return opened.signer
        } catch {
            throw DiscoveryError("failed to create instance principal provider: \(error)")
        }
    }

    /// Forgets the session, after the API refused it.
    mutating func forget() { session = nil }

    private func passphrase() throws -> String {
        guard !settings.keyPassphraseFile.isEmpty else { return settings.keyPassphrase.revealed }
        return String(decoding: try TextFile.read(settings.keyPassphraseFile), as: UTF8.self).trimmed
    }

    // MARK: Sessions of machines

    /// Shows the machine's certificate, and gets a token for a new key.
    private func openSession(
        _ rsa: any RSASigning,
        _ now: Int64
    ) async throws -> (signer: OCISigner, expiry: Int64, tenancy: String) {
        let certificate = Self.bare(try await fetch("cert.pem"))
        let key = try await fetch("key.pem")
        let intermediate = Self.bare(try await fetch("intermediate.pem"))
        guard let bytes = Base64Text.decoded(certificate), let tenancy = Self.tenancy(bytes) else {
            throw DiscoveryError("the machine's certificate names no tenancy")
        }
        let digits = Array(SHA1.hexadecimal(of: bytes).uppercased())
        let fingerprint = stride(from: 0, to: digits.count, by: 2).map { String(digits[$0..<$0 + 2]) }
            .joined(separator: ":")
        let pair = try rsa.newKey()
        let body =
            "{\"certificate\":\(JSONText.quoted(certificate)),\"publicKey\":"
            + "\(JSONText.quoted(Self.bare(pair.publicPEM))),\"intermediateCertificates\":"
            + "[\(JSONText.quoted(intermediate))],\"purpose\":\"DEFAULT\"}"
        let url = "https://auth.\(settings.region).\(OCITargetSource.domain(settings.region))/v1/x509"
        let signer = OCISigner(keyID: "\(tenancy)/fed-x509/\(fingerprint)", pem: key, passphrase: "", rsa: rsa)
        let bodyBytes = Array(body.utf8)
        let answer = try await api.json(
            "POST",
            url,
            headers: try signer.headers(post: url, body: bodyBytes, atMilliseconds: now),
            body: bodyBytes
        )
        let token = answer["token"].text
        guard !token.isEmpty else { throw DiscoveryError("no token in the answer of the federation service") }
        let session = OCISigner(keyID: "ST$\(token)", pem: pair.privatePEM, passphrase: "", rsa: rsa)
        return (session, Self.expiry(token) ?? now + 600_000, tenancy)
    }

    private func fetch(_ name: String) async throws -> String {
        let body = try await local.body("GET", Self.metadata + name, headers: [("Authorization", "Bearer Oracle")])
        return String(decoding: body, as: UTF8.self)
    }

    /// A text of PEM without its first and last line and line ends.
    private static func bare(_ pem: String) -> String {
        pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
    }

    /// The tenancy in the subject of a certificate: a text that starts with `opc-tenant:`, behind its length.
    private static func tenancy(_ certificate: [UInt8]) -> String? {
        let start = Array("opc-tenant:".utf8)
        guard certificate.count > start.count else { return nil }
        for place in 1..<(certificate.count - start.count)
        where certificate[place..<place + start.count].elementsEqual(start) {
            let length = Int(certificate[place - 1])
            guard length > start.count, place + length <= certificate.count else { return nil }
            return String(decoding: certificate[place + start.count..<place + length], as: UTF8.self)
        }
        return nil
    }

    /// When a token ends, as its own claims tell.
    private static func expiry(_ token: String) -> Int64? {
        let parts = token.split(separator: ".")
        guard parts.count == 3 else { return nil }
        let text = String(parts[1].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        guard let bytes = Base64Text.decoded(text), let claims = try? JSONValue(parsing: bytes) else { return nil }
        return claims["exp"].integer.map { Int64($0).multipliedReportingOverflow(by: 1000).partialValue }
    }
}
