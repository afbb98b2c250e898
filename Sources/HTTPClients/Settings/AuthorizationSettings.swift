package import StrictYAML

/// The `Authorization` header; the file is read for each request.
package struct AuthorizationSettings: Sendable, Hashable {
    /// The scheme, such as `Bearer`.
    package var type = "Bearer"
    package var credentials = Secret("")
    package var credentialsFile = ""
    package var credentialsReference = ""

    package init() {}
}
