/// The addresses of one of Microsoft's clouds.
struct AzureCloud: Sendable, Hashable {
    /// Where programs sign in.
    let authority: String
    /// Where resources are managed.
    let management: String
    /// Whom tokens are for.
    let audience: String

    private static let global = AzureCloud(
        authority: "https://login.microsoftonline.com",
        management: "https://management.azure.com",
        audience: "https://management.core.windows.net/"
    )
    private static let china = AzureCloud(
        authority: "https://login.chinacloudapi.cn",
        management: "https://management.chinacloudapi.cn",
        audience: "https://management.core.chinacloudapi.cn"
    )
    private static let germany = AzureCloud(
        authority: "https://login.microsoftonline.de",
        management: "https://management.microsoftazure.de",
        audience: "https://management.core.cloudapi.de/"
    )
    private static let government = AzureCloud(
        authority: "https://login.microsoftonline.us",
        management: "https://management.usgovcloudapi.net",
        audience: "https://management.core.usgovcloudapi.net"
    )

    /// The cloud with a name, in any case.
    static func named(_ name: String) throws(DiscoveryError) -> AzureCloud {
        switch name.uppercased() {
        case "AZURECLOUD", "AZUREPUBLICCLOUD": return global
        case "AZURECHINACLOUD": return china
        case "AZUREGERMANCLOUD": return germany
        case "AZUREUSGOVERNMENT", "AZUREUSGOVERNMENTCLOUD": return government
        default: throw DiscoveryError("there is no cloud configuration matching the name \"\(name.uppercased())\"")
        }
    }
}
