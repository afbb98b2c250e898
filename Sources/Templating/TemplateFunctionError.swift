/// Why a function has no value, in upstream's words.
package struct TemplateFunctionError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
