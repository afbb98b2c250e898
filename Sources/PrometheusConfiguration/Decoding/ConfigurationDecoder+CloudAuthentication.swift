internal import HTTPClients
internal import StrictYAML

extension ConfigurationDecoder {
    /// Decodes the ways to authenticate at cloud providers and checks that there is at most one way in all.
    func decodeCloudAuthentication(_ fields: YAMLFields, into settings: inout RemoteWriteSettings) {
        let http = settings.http
        var used = [
            http.basicAuth == nil ? nil : "basic_auth", http.authorization == nil ? nil : "authorization",
            http.oauth2 == nil ? nil : "oauth2",
        ].compactMap(\.self)
        if let inner = fields.fields("sigv4", type: "sigv4.plain") {
            settings.sigv4 = SigV4Settings(decoding: inner)
            used.append("sigv4")
        }
        if let inner = fields.fields("azuread", type: "azuread.plain") {
            settings.azureAD = AzureADSettings(decoding: inner)
            used.append("azuread")
        }
        if let inner = fields.fields("google_iam", type: "googleiam.Config") {
            settings.googleCredentialsFile = base.resolve(inner.string("credentials_file") ?? "")
            inner.finish()
            used.append("google_iam")
        }
        guard used.count > 1 else { return }
        fields.reject(
            "at most one of basic_auth, authorization, oauth2, sigv4, azuread or google_iam must be configured. "
                + "Currently configured: [\(used.joined(separator: " "))]",
            used[1]
        )
    }
}
