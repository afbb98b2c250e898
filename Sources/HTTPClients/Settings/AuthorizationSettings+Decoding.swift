internal import StrictYAML

extension AuthorizationSettings {
    init(decoding fields: YAMLFields, base: BaseDirectory) {
        self.init()
        let given = (fields.string("type") ?? "").trimmingSpace
        type = given.isEmpty ? "Bearer" : given
        credentials = fields.secret("credentials") ?? Secret("")
        credentialsFile = base.resolve(fields.string("credentials_file") ?? "")
        credentialsReference = fields.string("credentials_ref") ?? ""
        fields.finish()
        guard fields.isSound else { return }
        fields.rejectIfSeveral(
            of: [!credentials.isEmpty, !credentialsFile.isEmpty, !credentialsReference.isEmpty],
            "at most one of authorization credentials & credentials_file must be configured",
            "credentials"
        )
        if type.lowercased() == "basic" {
            fields.reject(#"authorization type cannot be set to "basic", use "basic_auth" instead"#, "type")
        }
    }

    /// The old spelling: `bearer_token` and `bearer_token_file` beside the other fields of the block.
    init(bearerTokenIn fields: YAMLFields, base: BaseDirectory) {
        self.init()
        credentials = fields.secret("bearer_token") ?? Secret("")
        credentialsFile = base.resolve(fields.string("bearer_token_file") ?? "")
    }
}

extension String {
    /// The text without blanks at its ends.
    fileprivate var trimmingSpace: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
