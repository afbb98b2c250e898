/// Why a file cannot be read, in upstream's form: `open rules.yml: no such file or directory`.
package struct TextFileError: Error, Hashable, CustomStringConvertible {
    /// `open` or `read`.
    package let operation: String
    package let path: String
    /// The system's words for the error number.
    package let reason: String

    package var description: String { "\(operation) \(path): \(reason)" }
}
