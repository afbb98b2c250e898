/// Why a duration expression has no usable value in a query, and where it stands.
package struct DurationExpressionError: Error, Hashable, CustomStringConvertible {
    package let message: String
    package let position: PositionRange

    package var description: String { "\(position.start):\(position.end): \(message)" }
}
