import HTTPClients

extension HTTPClientSettings {
    /// Refuses secrets that a secret manager should hold: like upstream, there is none.
    func refuseReferences() throws(HTTPClientSettingsError) {
        let names = [
            basicAuth?.usernameReference, basicAuth?.passwordReference, authorization?.credentialsReference,
            tls.authority.reference, tls.certificate.reference, tls.key.reference,
            oauth2?.clientSecret.reference, oauth2?.certificateKey.reference, oauth2?.tls.authority.reference,
            oauth2?.tls.certificate.reference, oauth2?.tls.key.reference,
        ]
        if names.contains(where: { !($0 ?? "").isEmpty }) { throw .noSecretManager }
    }
}
