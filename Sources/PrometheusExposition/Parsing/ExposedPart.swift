/// Where a name or value of an exposition lies, without its quotes.
struct ExposedPart {
    var range: Range<Int> = 0..<0
    /// Whether there are backslashes in it that must be undone.
    var hasEscapes = false
}
