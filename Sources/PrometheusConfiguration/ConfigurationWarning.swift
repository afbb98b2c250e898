/// A part of the configuration that is accepted but has no effect in this version.
package struct ConfigurationWarning: Sendable, Hashable, CustomStringConvertible {
    package let file: String
    package let line: Int
    /// The path of the field, such as `scrape_configs[4].kubernetes_sd_configs`.
    package let field: String

    package init(file: String, line: Int, field: String) {
        self.file = file
        self.line = line
        self.field = field
    }

    package var description: String { "\(file): line \(line): \(field): not supported yet by this version, ignored" }
}
