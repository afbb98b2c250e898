extension YAMLValue {
    /// Names of fields whose values are hidden when a section is shown as it was written.
    private static let secretNames: Set<String> = [
        "password", "credentials", "client_secret", "client_certificate_key", "bearer_token", "secret_key", "token",
        "auth_token", "key", "application_key", "application_secret", "consumer_key", "certificate_password",
        "application_credential_secret", "secrets", "proxy_connect_header", "secret_access_key", "private_key",
    ]

    /// The value of a node as it was written.
    package init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar):
            self = scalar.meaning == .string ? .string(scalar.text) : .plain(scalar.text.isEmpty ? "null" : scalar.text)
        case .sequence(let elements): self = .sequence(elements.map { YAMLValue($0) })
        case .mapping(let entries):
            self = .mapping(
                entries.map { YAMLField($0.key.scalar?.text ?? "", YAMLValue($0.value)) }
            )
        }
    }

    /// The value of a node as it was written, with everything that may be a secret hidden.
    package init(hidingSecretsOf node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar) where scalar.text.utf8.contains(UInt8(ascii: "@")):
            self = .string(URLText.redacted(scalar.text))
        case .scalar: self.init(node)
        case .sequence(let elements): self = .sequence(elements.map { YAMLValue(hidingSecretsOf: $0) })
        case .mapping(let entries):
            self = .mapping(
                entries.map { entry in
                    let key = entry.key.scalar?.text ?? ""
                    let isSecret = Self.secretNames.contains(key) && !entry.value.isNull
                    return YAMLField(
                        key,
                        isSecret ? .string(Secret("").description) : YAMLValue(hidingSecretsOf: entry.value)
                    )
                }
            )
        }
    }
}
