package import StrictYAML

extension TLSSettings {
    /// Decodes the block `tls_config` and validates it.
    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        self.init()
        authority = TLSMaterial(decoding: fields, "ca", base)
        certificate = TLSMaterial(decoding: fields, "cert", base)
        key.inline = fields.secret("key") ?? Secret("")
        key.file = base.resolve(fields.string("key_file") ?? "")
        key.reference = fields.string("key_ref") ?? ""
        serverName = fields.string("server_name") ?? ""
        skipsVerification = fields.bool("insecure_skip_verify") ?? false
        minimumVersion = Self.version(fields, "min_version")
        maximumVersion = Self.version(fields, "max_version")
        fields.finish()
        if fields.isSound { validate(fields) }
    }

    private func validate(_ fields: YAMLFields) {
        fields.rejectIfSeveral(
            of: authority.given,
            "at most one of ca, ca_file & ca_ref must be configured",
            "ca"
        )
        fields.rejectIfSeveral(
            of: certificate.given,
            "at most one of cert, cert_file & cert_ref must be configured",
            "cert"
        )
        fields.rejectIfSeveral(
            of: [!key.inline.isEmpty, !key.file.isEmpty, !key.reference.isEmpty],
            "at most one of key and key_file must be configured",
            "key"
        )
        if !certificate.isEmpty, key.isEmpty {
            fields.reject(
                "exactly one of key or key_file must be configured when a client certificate is configured"
            )
        }
        if certificate.isEmpty, !key.isEmpty {
            fields.reject("exactly one of cert or cert_file must be configured when a client key is configured")
        }
        if let minimumVersion, let maximumVersion, maximumVersion < minimumVersion {
            fields.reject(
                "tls_config.max_version must be greater than or equal to tls_config.min_version if both are specified",
                "max_version"
            )
        }
    }

    private static func version(_ fields: YAMLFields, _ key: String) -> TLSVersion? {
        guard let text = fields.string(key), !text.isEmpty else { return nil }
        let version = TLSVersion(rawValue: text)
        if version == nil { fields.reject("unknown TLS version: \(text)", key) }
        return version
    }
}

extension TLSMaterial {
    fileprivate init(decoding fields: YAMLFields, _ key: String, _ base: BaseDirectory) {
        self.init()
        inline = fields.string(key) ?? ""
        file = base.resolve(fields.string("\(key)_file") ?? "")
        reference = fields.string("\(key)_ref") ?? ""
    }

    fileprivate var given: [Bool] { [!inline.isEmpty, !file.isEmpty, !reference.isEmpty] }
}
