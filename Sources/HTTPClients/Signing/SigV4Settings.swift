package import StrictYAML

/// How requests are signed for Amazon's services.
package struct SigV4Settings: Sendable, Hashable {
    package var region = ""
    package var accessKey = ""
    package var secretKey = Secret("")
    package var profile = ""
    package var roleARN = ""
    package var externalID = ""
    package var usesFIPSEndpoint = false
    /// The service that the signature is for.
    package var serviceName = ""

    package init() {}
}
