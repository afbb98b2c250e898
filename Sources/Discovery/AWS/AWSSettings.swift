internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// The settings that discovery in Amazon's services shares.
struct AWSSettings: Sendable, Hashable {
    var endpoint: String
    var region: String
    var accessKey: String
    var secretKey: Secret
    var profile: String
    var roleARN: String
    var externalID: String
    var poll: PollSettings

    init(decoding fields: YAMLFields, base: BaseDirectory) {
        endpoint = fields.string("endpoint") ?? ""
        region = fields.string("region") ?? ""
        accessKey = fields.string("access_key") ?? ""
        secretKey = fields.secret("secret_key") ?? Secret("")
        profile = fields.string("profile") ?? ""
        roleARN = fields.string("role_arn") ?? ""
        externalID = fields.string("external_id") ?? ""
        poll = PollSettings(decoding: fields, base: base)
    }

    /// The fields in front of those of the service itself.
    var displayedFields: [YAMLField] {
        let fields: [YAMLField?] = [
            YAMLField("endpoint", .string(endpoint)), YAMLField("region", .string(region)),
            .text("access_key", accessKey), .secret("secret_key", secretKey), .text("profile", profile),
            .text("role_arn", roleARN), .text("external_id", externalID), poll.intervalField, poll.portField,
        ]
        return fields.compactMap(\.self)
    }
}
