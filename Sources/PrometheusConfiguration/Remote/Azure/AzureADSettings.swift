package import StrictYAML

/// How requests get a token of Azure's directory: the block `azuread` of `remote_write`.
package struct AzureADSettings: Sendable, Hashable {
    /// Who asks for the token.
    package enum Method: Sendable, Hashable {
        case managedIdentity(clientID: String)
        case workloadIdentity(clientID: String, tenantID: String, tokenFile: String)
        case oauth(clientID: String, clientSecret: Secret, tenantID: String)
        case certificate(
            clientID: String,
            tenantID: String,
            path: String,
            keyPath: String,
            password: Secret,
            sendsChain: Bool
        )
        case sdk(tenantID: String)
    }

    package var cloud = "AzurePublic"
    package var method = Method.sdk(tenantID: "")
    package var scope = ""

    package init() {}
}
