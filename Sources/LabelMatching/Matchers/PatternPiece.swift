/// A part of a simple pattern.
enum PatternPiece: Hashable {
    /// These bytes; never empty.
    case literal([UInt8])
    /// Any text with at least this many characters, 0 or 1.
    case gap(minimum: Int)
}
