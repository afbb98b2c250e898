extension YAMLField {
    /// A text field; none if the text is empty.
    package static func text(_ key: String, _ value: String) -> YAMLField? {
        value.isEmpty ? nil : YAMLField(key, .string(value))
    }

    /// A field of texts; none if there is no text.
    package static func texts(_ key: String, _ values: [String]) -> YAMLField? {
        values.isEmpty ? nil : YAMLField(key, .sequence(values.map { .string($0) }))
    }

    /// A field that shows only that there is a secret; none if the secret is empty.
    package static func secret(_ key: String, _ value: Secret) -> YAMLField? {
        value.isEmpty ? nil : YAMLField(key, .string(value.description))
    }

    /// A number; none if it is zero.
    package static func number(_ key: String, _ value: UInt64) -> YAMLField? {
        value == 0 ? nil : YAMLField(key, .unsigned(value))
    }

    /// A flag; none if it is not set.
    package static func flag(_ key: String, _ value: Bool) -> YAMLField? {
        value ? YAMLField(key, .bool(true)) : nil
    }
}
