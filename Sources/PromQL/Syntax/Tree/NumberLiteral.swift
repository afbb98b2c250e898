/// A number, `1.5` or, in seconds, `5m`.
package struct NumberLiteral: Sendable, Hashable {
    package var value: Double
    /// Whether it was written as a duration; it is printed as it was written.
    package var isDuration: Bool
    package var position: PositionRange

    package init(value: Double, isDuration: Bool, position: PositionRange) {
        self.value = value
        self.isDuration = isDuration
        self.position = position
    }

    // NaN is the same literal as NaN, and 0 another than -0.
    package static func == (first: NumberLiteral, second: NumberLiteral) -> Bool {
        first.value.bitPattern == second.value.bitPattern && first.isDuration == second.isDuration
            && first.position == second.position
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(value.bitPattern)
        hasher.combine(isDuration)
        hasher.combine(position)
    }
}
