/// Why a text of XML cannot be read.
struct XMLReaderError: Error, Hashable, CustomStringConvertible {
    let reason: String
    /// Counted in bytes from 0.
    let offset: Int

    var description: String { "invalid XML at byte \(offset): \(reason)" }
}
