package import StrictYAML

/// `tls_server_config` of the web configuration file.
package struct WebTLSSettings: Sendable, Hashable {
    /// What is asked of clients.
    package enum ClientAuthentication: String, Sendable, Hashable {
        case none = "NoClientCert"
        case request = "RequestClientCert"
        case requireAny = "RequireAnyClientCert"
        case verifyIfGiven = "VerifyClientCertIfGiven"
        case requireAndVerify = "RequireAndVerifyClientCert"
    }

    /// Versions of TLS, the oldest first.
    package enum Version: String, Sendable, Hashable, CaseIterable {
        case tls10 = "TLS10"
        case tls11 = "TLS11"
        case tls12 = "TLS12"
        case tls13 = "TLS13"
    }

    /// Certificate and key, in PEM.
    package var certificateFile = ""
    package var keyFile = ""
    package var certificateText = ""
    package var keyText = Secret("")
    /// The name of what is asked of clients, as given.
    package var clientAuthentication = ""
    package var clientAuthorityFile = ""
    package var clientAuthorityText = ""
    /// Names of which a client's certificate must have one, if there are any.
    package var allowedNames: [String] = []
    package var minimumVersion = Version.tls12
    package var maximumVersion = Version.tls13
    /// Go's names of suites up to TLS 1.2; empty for the usual ones.
    package var cipherSuites: [String] = []
    package var curves: [String] = []
    package var prefersServerSuites = true

    package init() {}

    /// Whether TLS is on.
    package var isOn: Bool {
        ![
            certificateFile, certificateText, keyFile, keyText.revealed, clientAuthorityFile, clientAuthorityText,
            clientAuthentication,
        ].allSatisfy(\.isEmpty)
    }
}
