internal import StrictYAML

extension AzureADSettings {
    /// The fields in upstream's order, secrets hidden.
    var displayedFields: [YAMLField] {
        let inner: (key: String, fields: [YAMLField?])
        switch method {
        case .managedIdentity(let clientID): inner = ("managed_identity", [.text("client_id", clientID)])
        case .workloadIdentity(let clientID, let tenantID, let tokenFile):
            inner = (
                "workload_identity",
                [.text("client_id", clientID), .text("tenant_id", tenantID), .text("token_file_path", tokenFile)]
            )
        case .oauth(let clientID, let secret, let tenantID):
            inner = (
                "oauth", [.text("client_id", clientID), .secret("client_secret", secret), .text("tenant_id", tenantID)]
            )
        case .certificate(let clientID, let tenantID, let path, let keyPath, let password, let sendsChain):
            inner = (
                "certificate",
                [
                    .text("client_id", clientID), .text("tenant_id", tenantID), .text("certificate_path", path),
                    .text("certificate_key_path", keyPath), .secret("certificate_password", password),
                    .flag("send_certificate_chain", sendsChain),
                ]
            )
        case .sdk(let tenantID): inner = ("sdk", [.text("tenant_id", tenantID)])
        }
        let fields: [YAMLField?] = [
            YAMLField(inner.key, .mapping(inner.fields.compactMap(\.self))), .text("cloud", cloud),
            .text("scope", scope),
        ]
        return fields.compactMap(\.self)
    }
}
