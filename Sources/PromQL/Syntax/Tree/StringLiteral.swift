/// A string, without its quotes and escapes.
package struct StringLiteral: Sendable, Hashable {
    package var value: String
    package var position: PositionRange

    package init(value: String, position: PositionRange) {
        self.value = value
        self.position = position
    }
}
