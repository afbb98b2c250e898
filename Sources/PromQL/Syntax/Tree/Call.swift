/// A call of a function, `rate(x[5m])`.
package struct Call: Sendable, Hashable {
    package var function: FunctionSignature
    package var arguments: [Expression]
    package var position: PositionRange

    package init(function: FunctionSignature, arguments: [Expression], position: PositionRange) {
        self.function = function
        self.arguments = arguments
        self.position = position
    }
}
