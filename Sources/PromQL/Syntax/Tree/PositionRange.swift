/// Where a piece of a query's text lies, in bytes.
package struct PositionRange: Hashable, Sendable {
    /// The offset of the first byte.
    package var start: Int
    /// The offset after the last byte.
    package var end: Int

    package init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}
