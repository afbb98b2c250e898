package import StrictYAML

extension SigV4Settings {
    /// The fields as the displayed configuration has them, secrets hidden.
    package var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [
            .text("region", region), .text("access_key", accessKey), .secret("secret_key", secretKey),
            .text("profile", profile), .text("role_arn", roleARN), .text("external_id", externalID),
        ]
        if usesFIPSEndpoint { fields.append(YAMLField("use_fips_sts_endpoint", .bool(true))) }
        fields.append(.text("service_name", serviceName))
        return fields.compactMap(\.self)
    }
}
