/// A map from names to any values, sorted by name.
package struct TemplateMap: Sendable {
    package let entries: [(key: String, value: TemplateValue)]
    /// Go's name of the type.
    let typeName: String
    /// How deep maps are nested in it, itself included.
    let depth: Int

    package init(_ entries: [(key: String, value: TemplateValue)], typeName: String = "map[string]interface {}") {
        self.entries = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        self.typeName = typeName
        depth = 1 + (entries.map { $0.value.depth }.max() ?? 0)
    }

    subscript(key: String) -> TemplateValue? { entries.first { $0.key == key }?.value }

    /// What a missing key gives.
    var zero: TemplateValue {
        switch typeName {
        case "map[string]string": .string("")
        case "url.Values": .list(TemplateList([], typeName: "[]string"))
        default: .none
        }
    }
}
