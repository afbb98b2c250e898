/// Why a text of JSON cannot be read.
struct JSONReaderError: Error, Hashable, CustomStringConvertible {
    let expected: String
    /// Counted in bytes from 0.
    let offset: Int

    var description: String { "invalid JSON at byte \(offset): expected \(expected)" }
}
