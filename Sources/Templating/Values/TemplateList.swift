/// A list of values.
package struct TemplateList: Sendable {
    package let elements: [TemplateValue]
    /// Go's name of the type.
    let typeName: String

    package init(_ elements: [TemplateValue], typeName: String) {
        self.elements = elements
        self.typeName = typeName
    }

    /// The result of a query.
    package init(_ samples: [TemplateSample]) {
        self.init(samples.map { .sample($0) }, typeName: "template.queryResult")
    }

    /// What an element that is not there would be.
    var zero: TemplateValue { typeName == "[]string" ? .string("") : .none }
}
