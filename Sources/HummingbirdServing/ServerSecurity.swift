package import HTTPServing
import NIOCore
import NIOSSL
import Synchronization

/// The TLS of connections, as the web configuration file and the files that it names are when a connection comes.
package final class ServerSecurity: Sendable {
    /// What a connection needs to know.
    struct Session: Sendable {
        var context: NIOSSLContext
        var authentication: WebTLSSettings.ClientAuthentication
        var allowedNames: [String]
    }

    private struct Known {
        var settings: WebTLSSettings
        var material: WebTLSSettings.Material
        var session: Session
    }

    private let gate: WebGate
    /// What is offered; that does not change with the file.
    private let protocols: [String]
    private let known = Mutex<Known?>(nil)

    /// `nil` if the file asks for no TLS.
    package init?(_ gate: WebGate) throws(WebConfigurationError) {
        guard let configuration = gate.configuration, configuration.tls.isOn else { return nil }
        self.gate = gate
        protocols = configuration.isHTTP2Enabled ? ["h2", "http/1.1"] : ["http/1.1"]
        _ = try session()
    }

    /// Whether HTTP/2 is offered.
    package var offersHTTP2: Bool { protocols.contains("h2") }

    /// What holds for a connection that comes now.
    func session() throws(WebConfigurationError) -> Session {
        guard let settings = gate.configuration?.tls else { throw .rejected("invalid web configuration") }
        let material = try settings.material()
        if let known = known.withLock({ $0 }), known.settings == settings, known.material == material {
            return known.session
        }
        let configuration: TLSConfiguration
        do {
            configuration = try Self.configuration(settings, material, protocols)
        } catch {
            throw .rejected("failed to load X509KeyPair: \(error)")
        }
        let context: NIOSSLContext
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .rejected("failed to load X509KeyPair: tls: private key does not match public key")
        }
        let session = Session(
            context: context,
            authentication: material.authentication,
            allowedNames: settings.allowedNames
        )
        known.withLock { $0 = Known(settings: settings, material: material, session: session) }
        return session
    }

    private static func configuration(
        _ settings: WebTLSSettings,
        _ material: WebTLSSettings.Material,
        _ protocols: [String]
    ) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(material.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: material.key, format: .pem))
        )
        configuration.applicationProtocols = protocols
        configuration.minimumTLSVersion = settings.minimumVersion.number
        configuration.maximumTLSVersion = settings.maximumVersion.number
        let suites = settings.cipherSuites.compactMap(CipherSuiteName.openSSL)
        if !suites.isEmpty { configuration.cipherSuites = suites.joined(separator: ":") }
        let curves = settings.curves.compactMap(curve)
        if !curves.isEmpty { configuration.curves = curves }
        switch material.authentication {
        case .none: configuration.certificateVerification = .none
        case .request, .verifyIfGiven: configuration.certificateVerification = .optionalVerification
        case .requireAny, .requireAndVerify: configuration.certificateVerification = .noHostnameVerification
        }
        if !material.clientAuthority.isEmpty {
            // A text without certificates trusts nobody.
            let authorities = (try? NIOSSLCertificate.fromPEMBytes(material.clientAuthority)) ?? []
            configuration.trustRoots = .certificates(authorities)
        }
        return configuration
    }

    private static func curve(_ name: String) -> NIOTLSCurve? {
        switch name {
        case "CurveP256": .secp256r1
        case "CurveP384": .secp384r1
        case "CurveP521": .secp521r1
        case "X25519": .x25519
        default: nil
        }
    }
}

extension WebTLSSettings.Version {
    fileprivate var number: TLSVersion {
        switch self {
        case .tls10: .tlsv1
        case .tls11: .tlsv11
        case .tls12: .tlsv12
        case .tls13: .tlsv13
        }
    }
}

extension ServerSecurity.Session {
    /// What speaks TLS on a connection.
    func makeHandler() -> NIOSSLServerHandler {
        switch authentication {
        case .request, .requireAny:
            // Any certificate will do.
            NIOSSLServerHandler(context: context) { _, promise in promise.succeed(.certificateVerified) }
        case .none, .verifyIfGiven, .requireAndVerify: NIOSSLServerHandler(context: context)
        }
    }
}
