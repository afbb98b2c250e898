import HTTPClients
import NIOSSL
import StrictYAML

/// Makes NIO's TLS configuration from ours.
enum TLSMaterials {
    /// Certificates and keys are read now; a change in the files counts for clients made later.
    static func configuration(_ settings: TLSSettings) throws(HTTPClientSettingsError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = settings.minimumVersion?.nio ?? .tlsv12
        configuration.maximumTLSVersion = settings.maximumVersion?.nio
        if settings.skipsVerification { configuration.certificateVerification = .none }
        if !settings.authority.isEmpty {
            configuration.trustRoots = .certificates(try certificates(settings.authority, "CA cert"))
        }
        if !settings.certificate.isEmpty {
            let chain = try certificates(settings.certificate, "client certificate")
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(try key(settings.key))
        }
        return configuration
    }

    private static func certificates(
        _ material: TLSMaterial,
        _ purpose: String
    ) throws(HTTPClientSettingsError) -> [NIOSSLCertificate] {
        do {
            return material.file.isEmpty
                ? try NIOSSLCertificate.fromPEMBytes(Array(material.inline.utf8))
                : try NIOSSLCertificate.fromPEMFile(material.file)
        } catch {
            throw .badMaterial(purpose: purpose, place: material.file, reason: "\(error)")
        }
    }

    private static func key(_ material: TLSKeyMaterial) throws(HTTPClientSettingsError) -> NIOSSLPrivateKey {
        do {
            return material.file.isEmpty
                ? try NIOSSLPrivateKey(bytes: Array(material.inline.revealed.utf8), format: .pem)
                : try NIOSSLPrivateKey(file: material.file, format: .pem)
        } catch {
            throw .badMaterial(purpose: "client key", place: material.file, reason: "\(error)")
        }
    }
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
