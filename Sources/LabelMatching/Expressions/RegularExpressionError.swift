/// Why a pattern could not be compiled, in Go's words.
package struct RegularExpressionError: Error, Hashable, CustomStringConvertible {
    /// The text after `error parsing regexp: `.
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package var description: String { "error parsing regexp: \(reason)" }
}
