/// An operator between two expressions.
package enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
    case or
    case and
    case unless
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case less = "<"
    case greaterOrEqual = ">="
    case greater = ">"
    case trimUpper = "</"
    case trimLower = ">/"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case atan2
    case power = "^"

    /// Whether the result is one of `and`, `or` and `unless`.
    package var isSet: Bool { self == .or || self == .and || self == .unless }

    /// Whether the operator compares, so that it filters or, with `bool`, answers 0 or 1.
    package var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .lessOrEqual, .less, .greaterOrEqual, .greater: true
        default: false
        }
    }

    /// Whether the result is of the same metric as the left side: the name stays.
    var keepsMetric: Bool { isComparison || self == .trimUpper || self == .trimLower }

    /// How tightly the operator binds; a higher number binds tighter.
    var precedence: Int {
        switch self {
        case .or: 1
        case .and, .unless: 2
        case .equal, .notEqual, .lessOrEqual, .less, .greaterOrEqual, .greater, .trimUpper, .trimLower: 3
        case .add, .subtract: 4
        case .multiply, .divide, .modulo, .atan2: 5
        case .power: 7
        }
    }

    /// Between the precedence of `*` and that of `^`: a sign before an operand.
    static let unaryPrecedence = 6
}
