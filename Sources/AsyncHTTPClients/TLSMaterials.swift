import HTTPClients
import NIOSSL
import StrictYAML

/// Makes NIO's TLS configuration from ours.
enum TLSMaterials {
    /// Certificates and keys are read now; a change in the files makes another configuration.
    static func configuration(_ settings: TLSSettings) throws(HTTPClientSettingsError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = settings.minimumVersion?.nio ?? .tlsv12
        configuration.maximumTLSVersion = settings.maximumVersion?.nio
        if settings.skipsVerification { configuration.certificateVerification = .none }
        if !settings.authority.isEmpty {
            configuration.trustRoots = .certificates(try authorities(settings.authority))
        }
        if !settings.certificate.isEmpty {
            let (chain, key) = try pair(settings)
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(key)
        }
        return configuration
    }

    private static func authorities(
        _ material: TLSMaterial
    ) throws(HTTPClientSettingsError) -> [NIOSSLCertificate] {
        let bytes = try bytes(material.inline, material.file, "CA cert")
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw .badAuthority(place: place(material.file))
        }
        return certificates
    }

    private static func pair(
        _ settings: TLSSettings
    ) throws(HTTPClientSettingsError) -> ([NIOSSLCertificate], NIOSSLPrivateKey) {
        let (certificate, key) = (settings.certificate, settings.key)
        let chainBytes = try bytes(certificate.inline, certificate.file, "client cert")
        let keyBytes = try bytes(key.inline.revealed, key.file, "client key")
        var problem = "tls: failed to find any PEM data in certificate input"
        if let chain = try? NIOSSLCertificate.fromPEMBytes(chainBytes), let first = chain.first {
            problem = "tls: failed to find any PEM data in key input"
            if let secret = try? NIOSSLPrivateKey(bytes: keyBytes, format: .pem) {
                if isPair(first, secret) { return (chain, secret) }
                problem = "tls: private key does not match public key"
            }
        }
        throw .badPair(certificate: place(certificate.file), key: place(key.file), reason: problem)
    }

    /// Whether the key is the certificate's; a context refuses one that is not.
    private static func isPair(_ certificate: NIOSSLCertificate, _ key: NIOSSLPrivateKey) -> Bool {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateChain = [.certificate(certificate)]
        configuration.privateKey = .privateKey(key)
        configuration.trustRoots = .certificates([])
        return (try? NIOSSLContext(configuration: configuration)) != nil
    }

    private static func bytes(
        _ inline: String,
        _ file: String,
        _ purpose: String
    ) throws(HTTPClientSettingsError) -> [UInt8] {
        guard !file.isEmpty else { return Array(inline.utf8) }
        do throws(TextFileError) {
            return try TextFile.read(file)
        } catch {
            throw .unreadable(purpose: purpose, reason: error)
        }
    }

    private static func place(_ file: String) -> String { file.isEmpty ? "inline" : "file \(file)" }
}

extension HTTPClients.TLSVersion {
    /// The same version, as NIO names it.
    fileprivate var nio: NIOSSL.TLSVersion {
        switch self {
        case .tls10: .tlsv1
        case .tls11: .tlsv11
        case .tls12: .tlsv12
        case .tls13: .tlsv13
        }
    }
}
