internal import StrictYAML

extension AzureADSettings {
    private static let standardTokenFile = "/var/run/secrets/azure/tokens/azure-identity-token"

    /// Decodes the block and validates it.
    init(decoding fields: YAMLFields) {
        self.init()
        cloud = fields.string("cloud") ?? cloud
        scope = fields.string("scope") ?? ""
        var methods: [Method] = []
        if let inner = fields.fields("managed_identity", type: "azuread.ManagedIdentityConfig") {
            let clientID = inner.string("client_id") ?? ""
            if !clientID.isEmpty { Self.requireUUID(inner, clientID, "Managed Identity", "client_id") }
            methods.append(.managedIdentity(clientID: clientID))
            inner.finish()
        }
        if let inner = fields.fields("workload_identity", type: "azuread.WorkloadIdentityConfig") {
            let title = "Workload Identity"
            methods.append(
                .workloadIdentity(
                    clientID: Self.uuid(inner, title, "client_id"),
                    tenantID: Self.uuid(inner, title, "tenant_id"),
                    tokenFile: inner.string("token_file_path") ?? Self.standardTokenFile
                )
            )
            inner.finish()
        }
        if let inner = fields.fields("oauth", type: "azuread.OAuthConfig") {
            let clientID = Self.uuid(inner, "OAuth", "client_id")
            let secret = inner.secret("client_secret") ?? Secret("")
            if secret.isEmpty { Self.miss(inner, "OAuth", "client_secret") }
            methods.append(
                .oauth(clientID: clientID, clientSecret: secret, tenantID: Self.tenant(inner, "OAuth"))
            )
            inner.finish()
        }
        if let inner = fields.fields("certificate", type: "azuread.CertificateConfig") {
            methods.append(Self.certificate(inner))
        }
        if let inner = fields.fields("sdk", type: "azuread.SDKConfig") {
            methods.append(.sdk(tenantID: inner.string("tenant_id") ?? ""))
            inner.finish()
        }
        fields.finish()
        if fields.isSound { choose(methods, fields) }
    }

    private mutating func choose(_ methods: [Method], _ fields: YAMLFields) {
        if !["AzurePublic", "AzureChina", "AzureGovernment"].contains(cloud) {
            fields.reject("must provide a cloud in the Azure AD config", "cloud")
        }
        let isSafe = scope.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_ \t\n:/.-".utf8.contains(byte)
            }
        }
        if !isSafe { fields.reject("the provided scope contains invalid characters", "scope") }
        if let method = methods.first { self.method = method }
        if methods.isEmpty {
            fields.reject(
                "must provide an Azure Managed Identity, Azure Workload Identity, Azure OAuth, Azure Certificate or "
                    + "Azure SDK in the Azure AD config"
            )
        } else if methods.count > 1 {
            fields.reject("cannot provide multiple authentication methods in the Azure AD config")
        }
    }

    private static func certificate(_ inner: YAMLFields) -> Method {
        let title = "Certificate"
        let path = inner.string("certificate_path") ?? ""
        let method = Method.certificate(
            clientID: uuid(inner, title, "client_id"),
            tenantID: tenant(inner, title),
            path: path,
            keyPath: inner.string("certificate_key_path") ?? "",
            password: inner.secret("certificate_password") ?? Secret(""),
            sendsChain: inner.bool("send_certificate_chain") ?? false
        )
        if path.isEmpty { miss(inner, title, "certificate_path") }
        inner.finish()
        return method
    }

    /// A field that has to be there and to be a UUID.
    private static func uuid(_ fields: YAMLFields, _ title: String, _ key: String) -> String {
        let text = fields.string(key) ?? ""
        if text.isEmpty { miss(fields, title, key) } else { requireUUID(fields, text, title, key) }
        return text
    }

    /// A tenant: letters, digits, dashes and dots.
    private static func tenant(_ fields: YAMLFields, _ title: String) -> String {
        let text = fields.string("tenant_id") ?? ""
        if text.isEmpty {
            miss(fields, title, "tenant_id")
        } else if !text.unicodeScalars.allSatisfy({
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789-.".unicodeScalars.contains($0))
        }) {
            fields.reject("the provided Azure \(title) tenant_id is invalid", "tenant_id")
        }
        return text
    }

    private static func miss(_ fields: YAMLFields, _ title: String, _ key: String) {
        fields.reject("must provide an Azure \(title) \(key) in the Azure AD config", key)
    }

    private static func requireUUID(_ fields: YAMLFields, _ text: String, _ title: String, _ key: String) {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        let isValid = groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.joined().allSatisfy(\.isHexDigit)
        if !isValid { fields.reject("the provided Azure \(title) \(key) is invalid", key) }
    }
}
