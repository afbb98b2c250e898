internal import StrictYAML

/// Who signs in to OpenStack's identity service, and for which project.
struct OpenStackLogin: Sendable, Hashable {
    var identityEndpoint = ""
    var username = ""
    var userID = ""
    var password = Secret("")
    var projectName = ""
    var projectID = ""
    var domainName = ""
    var domainID = ""
    var credentialName = ""
    var credentialID = ""
    var credentialSecret = Secret("")

    init(decoding fields: YAMLFields) {
        identityEndpoint = fields.string("identity_endpoint") ?? ""
        username = fields.string("username") ?? ""
        userID = fields.string("userid") ?? ""
        password = fields.secret("password") ?? Secret("")
        projectName = fields.string("project_name") ?? ""
        projectID = fields.string("project_id") ?? ""
        domainName = fields.string("domain_name") ?? ""
        domainID = fields.string("domain_id") ?? ""
        credentialName = fields.string("application_credential_name") ?? ""
        credentialID = fields.string("application_credential_id") ?? ""
        credentialSecret = fields.secret("application_credential_secret") ?? Secret("")
    }

    /// The login of the variables that OpenStack's own tools read.
    init(_ variable: (String) -> String?) throws(DiscoveryError) {
        func value(_ names: String...) -> String { names.compactMap(variable).first { !$0.isEmpty } ?? "" }
        identityEndpoint = value("OS_AUTH_URL")
        username = value("OS_USERNAME")
        userID = value("OS_USERID", "OS_USER_ID")
        password = Secret(value("OS_PASSWORD"))
        projectName = value("OS_PROJECT_NAME", "OS_TENANT_NAME")
        projectID = value("OS_PROJECT_ID", "OS_TENANT_ID")
        domainName = value("OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME")
        domainID = value("OS_DOMAIN_ID", "OS_USER_DOMAIN_ID")
        credentialName = value("OS_APPLICATION_CREDENTIAL_NAME")
        credentialID = value("OS_APPLICATION_CREDENTIAL_ID")
        credentialSecret = Secret(value("OS_APPLICATION_CREDENTIAL_SECRET"))
        let missing =
            identityEndpoint.isEmpty
            ? "OS_AUTH_URL"
            : userID.isEmpty && username.isEmpty && credentialID.isEmpty && credentialName.isEmpty
                ? "OS_USERNAME" : password.isEmpty && credentialSecret.isEmpty ? "OS_PASSWORD" : nil
        if let missing { throw DiscoveryError("Missing environment variable [\(missing)]") }
    }

    var displayedFields: [YAMLField] {
        func shown(_ secret: Secret) -> String { secret.isEmpty ? "" : secret.description }
        let texts = [
            ("identity_endpoint", identityEndpoint), ("username", username), ("userid", userID),
            ("password", shown(password)), ("project_name", projectName), ("project_id", projectID),
            ("domain_name", domainName), ("domain_id", domainID), ("application_credential_name", credentialName),
            ("application_credential_id", credentialID),
            ("application_credential_secret", shown(credentialSecret)),
        ]
        return texts.map { YAMLField($0.0, .string($0.1)) }
    }

    // MARK: The request for a token

    /// The body of a request for a token, of the identity API's third version.
    var request: String {
        let identity: [(String, String)]
        if credentialID.isEmpty, credentialName.isEmpty {
            let user = user + [("password", JSONText.quoted(password.revealed))]
            identity = [("methods", "[\"password\"]"), ("password", Self.object([("user", Self.object(user))]))]
        } else {
            let secret = [("secret", JSONText.quoted(credentialSecret.revealed))]
            let credential =
                credentialID.isEmpty
                ? [("name", JSONText.quoted(credentialName))] + secret + [("user", Self.object(user))]
                : [("id", JSONText.quoted(credentialID))] + secret
            identity = [
                ("methods", "[\"application_credential\"]"), ("application_credential", Self.object(credential)),
            ]
        }
        var auth = [("identity", Self.object(identity))]
        // An application credential is for one project already.
        if let scope, credentialID.isEmpty, credentialName.isEmpty { auth.append(("scope", scope)) }
        return Self.object([("auth", Self.object(auth))])
    }

    private var user: [(String, String)] {
        if !userID.isEmpty { return [("id", JSONText.quoted(userID))] }
        return [("name", JSONText.quoted(username))] + (domain.map { [("domain", $0)] } ?? [])
    }

    private var domain: String? {
        if !domainID.isEmpty { return Self.object([("id", JSONText.quoted(domainID))]) }
        return domainName.isEmpty ? nil : Self.object([("name", JSONText.quoted(domainName))])
    }

    private var scope: String? {
        if !projectID.isEmpty {
            return Self.object([("project", Self.object([("id", JSONText.quoted(projectID))]))])
        }
        guard !projectName.isEmpty else { return nil }
        let project = [("name", JSONText.quoted(projectName))] + (domain.map { [("domain", $0)] } ?? [])
        return Self.object([("project", Self.object(project))])
    }

    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\(JSONText.quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }
}
