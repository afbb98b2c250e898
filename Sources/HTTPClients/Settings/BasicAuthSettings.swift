package import StrictYAML

/// HTTP basic authentication; files are read for each request.
package struct BasicAuthSettings: Sendable, Hashable {
    package var username = ""
    package var usernameFile = ""
    package var usernameReference = ""
    package var password = Secret("")
    package var passwordFile = ""
    package var passwordReference = ""

    package init() {}
}
