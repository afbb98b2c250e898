package import StrictYAML

extension [DiscoverySettings] {
    /// The discovery keys as the displayed configuration has them, in alphabetical order.
    package var displayedFields: [YAMLField] {
        var fields: [YAMLField] = []
        func add(_ key: String, _ elements: [YAMLValue]) {
            guard case .sequence(let before)? = fields.last(where: { $0.key == key })?.value else {
                return fields.append(YAMLField(key, .sequence(elements)))
            }
            fields[fields.count - 1].value = .sequence(before + elements)
        }
        for settings in self {
            switch settings {
            case .fixed(let groups): add("static_configs", groups.map { .mapping($0.displayedFields) })
            case .file(let file): add("file_sd_configs", [.mapping(file.displayedFields)])
            case .mechanism(let other): add(other.key, [.mapping(other.mechanism.displayedFields)])
            case .unsupported(let other): add(other.key, other.elements)
            }
        }
        return fields
    }
}
