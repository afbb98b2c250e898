package import StrictYAML

extension SigV4Settings {
    /// Decodes the block `sigv4` and validates it.
    package init(decoding fields: YAMLFields) {
        self.init()
        region = fields.string("region") ?? ""
        accessKey = fields.string("access_key") ?? ""
        secretKey = fields.secret("secret_key") ?? Secret("")
        profile = fields.string("profile") ?? ""
        roleARN = fields.string("role_arn") ?? ""
        externalID = fields.string("external_id") ?? ""
        usesFIPSEndpoint = fields.bool("use_fips_sts_endpoint") ?? false
        serviceName = fields.string("service_name") ?? ""
        fields.finish()
        guard fields.isSound else { return }
        if accessKey.isEmpty != secretKey.isEmpty {
            fields.reject(
                "must provide a AWS SigV4 Access key and Secret Key if credentials are specified in the SigV4 config"
            )
        }
        if !externalID.isEmpty, roleARN.isEmpty {
            fields.reject("external_id can only be used with role_arn", "external_id")
        }
    }
}
