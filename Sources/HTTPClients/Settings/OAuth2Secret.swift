package import StrictYAML

/// A secret of OAuth 2.0, inline, in a file or in a secret manager.
package struct OAuth2Secret: Sendable, Hashable {
    package var inline = Secret("")
    package var file = ""
    package var reference = ""

    package init() {}
}
