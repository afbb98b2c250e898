/// Why a text is not JSON.
package struct JSONDocumentError: Error, Hashable, CustomStringConvertible {
    package let problem: String
    /// The line, counted from 1.
    package let line: Int

    package var description: String { "json: line \(line): \(problem)" }
}
