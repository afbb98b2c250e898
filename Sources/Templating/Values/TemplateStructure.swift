/// The data that a template is given: fields in the order of their declaration.
package struct TemplateStructure: Sendable {
    package let fields: [(name: String, value: TemplateValue)]
    /// Go's name of the type.
    let typeName: String

    package init(_ fields: [(name: String, value: TemplateValue)], typeName: String) {
        self.fields = fields
        self.typeName = typeName
    }

    subscript(name: String) -> TemplateValue? { fields.first { $0.name == name }?.value }
}
