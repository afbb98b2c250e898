internal import PrometheusModel
internal import StrictYAML

extension YAMLField {
    /// A duration.
    static func duration(_ key: String, _ milliseconds: Int64) -> YAMLField {
        YAMLField(key, .string(DurationText.string(milliseconds: milliseconds)))
    }

    /// A size; none if it is zero.
    static func size(_ key: String, _ bytes: Int64) -> YAMLField? {
        bytes == 0 ? nil : YAMLField(key, .string(ByteSizeText.string(bytes: bytes)))
    }
}
