internal import StrictYAML

extension BasicAuthSettings {
    init(decoding fields: YAMLFields, base: BaseDirectory) {
        self.init()
        username = fields.string("username") ?? ""
        usernameFile = base.resolve(fields.string("username_file") ?? "")
        usernameReference = fields.string("username_ref") ?? ""
        password = fields.secret("password") ?? Secret("")
        passwordFile = base.resolve(fields.string("password_file") ?? "")
        passwordReference = fields.string("password_ref") ?? ""
        fields.finish()
        guard fields.isSound else { return }
        fields.rejectIfSeveral(
            of: [!username.isEmpty, !usernameFile.isEmpty, !usernameReference.isEmpty],
            "at most one of basic_auth username, username_file & username_ref must be configured",
            "username"
        )
        fields.rejectIfSeveral(
            of: [!password.isEmpty, !passwordFile.isEmpty, !passwordReference.isEmpty],
            "at most one of basic_auth password, password_file & password_ref must be configured",
            "password"
        )
    }
}
