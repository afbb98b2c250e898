internal import StrictYAML

extension WebConfiguration {
    /// Reads a file and checks all of it, the files that it names included, as `promtool check web-config` does.
    package static func check(_ path: String) throws(WebConfigurationError) -> WebConfiguration {
        let configuration = try load(path)
        try configuration.checkUsers()
        try configuration.tls.check()
        return configuration
    }

    /// Checks the hashes of passwords.
    package func checkUsers() throws(WebConfigurationError) {
        for user in users { _ = try BcryptHash(checking: user.hash.revealed) }
    }
}

extension WebTLSSettings {
    /// What certificates, keys and client settings are found to be.
    package struct Material: Sendable, Hashable {
        package var certificate: [UInt8]
        package var key: [UInt8]
        /// The authorities whose clients are trusted; empty for those of the system.
        package var clientAuthority: [UInt8]
        package var authentication: ClientAuthentication
    }

    /// Checks the settings, if TLS is on.
    package func check() throws(WebConfigurationError) { if isOn { _ = try material() } }

    /// Reads what the settings name.
    package func material() throws(WebConfigurationError) -> Material {
        guard !certificateFile.isEmpty || !certificateText.isEmpty else {
            throw .rejected("missing one of cert or cert_file")
        }
        guard !keyFile.isEmpty || !keyText.isEmpty else { throw .rejected("missing one of key or key_file") }
        let certificate = try Self.read(certificateFile, "cert_file", certificateText)
        let key = try Self.read(keyFile, "key_file", keyText.revealed)
        try PEMText.checkPair(certificate: certificate, key: key)
        var authority = Array(clientAuthorityText.utf8)
        if !clientAuthorityFile.isEmpty {
            do throws(TextFileError) {
                authority = try TextFile.read(clientAuthorityFile)
            } catch {
                throw .unreadable(error)
            }
        }
        let authentication: ClientAuthentication
        switch clientAuthentication {
        case "": authentication = .none
        case "RequireClientCert": authentication = .requireAny
        case let name:
            guard let known = ClientAuthentication(rawValue: name) else {
                throw .rejected("invalid ClientAuth: \(name)")
            }
            authentication = known
        }
        if authentication == .none, !clientAuthorityFile.isEmpty || !clientAuthorityText.isEmpty {
            throw .rejected("client CA's have been configured without a Client Auth Policy")
        }
        return Material(
            certificate: certificate,
            key: key,
            clientAuthority: authority,
            authentication: authentication
        )
    }

    private static func read(
        _ path: String,
        _ name: String,
        _ text: String
    ) throws(WebConfigurationError) -> [UInt8] {
        guard !path.isEmpty else { return Array(text.utf8) }
        do throws(TextFileError) {
            return try TextFile.read(path)
        } catch {
            throw .rejected("failed to read \(name) (\(path)): \(error)")
        }
    }
}
