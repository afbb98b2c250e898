internal import StrictYAML

/// A filter that a service applies to its list.
struct NamedFilter: Sendable, Hashable {
    var name: String
    var values: [String]

    /// Decodes the field `filters`; `type` is upstream's name of an element, for messages.
    static func decode(_ fields: YAMLFields, type: String, list: String) -> [NamedFilter] {
        (fields.elements("filters", type: list) ?? []).enumerated().compactMap { index, element in
            YAMLFields(element, type: type, path: fields.path("filters", index), problems: fields.problems).map {
                let filter = NamedFilter(name: $0.string("name") ?? "", values: $0.strings("values") ?? [])
                $0.finish()
                return filter
            }
        }
    }

    var displayed: YAMLValue {
        .mapping([YAMLField("name", .string(name)), YAMLField("values", .sequence(values.map { .string($0) }))])
    }
}
