/// Where in a YAML document something stands.
package struct YAMLPlace: Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    package let line: Int
    /// The column, counted from 1.
    package let column: Int
    /// The path of the field, such as `scrape_configs[0].scrape_interval`; empty for the document.
    package let field: String

    package init(line: Int, column: Int, field: String) {
        self.line = line
        self.column = column
        self.field = field
    }

    package var description: String {
        "line \(line), column \(column)" + (field.isEmpty ? "" : ", field \(field)")
    }
}
