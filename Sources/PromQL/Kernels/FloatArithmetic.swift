#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Operators between two numbers, with Go's special cases.
enum FloatArithmetic {
    /// Calls `body` with the function of the operator, so that the choice is made once and the loop is specialised.
    @inline(__always)
    static func calculate(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Double {
        switch operation {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .modulo: fmod(left, right)
        case .power: power(left, right)
        case .atan2: Glibc.atan2(left, right)
        default: .nan
        }
    }

    @inline(__always)
    static func compare(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Bool {
        switch operation {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        default: false
        }
    }

    /// C's `pow`, which has the special cases of Go's.
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

    /// The greater number; NaN if one of them is NaN.
    @inline(__always)
    static func greater(_ first: Double, _ second: Double) -> Double { Double.maximum2(first, second) }

    /// The lesser number; NaN if one of them is NaN.
    @inline(__always)
    static func lesser(_ first: Double, _ second: Double) -> Double { -Double.maximum2(-first, -second) }
}

extension Double {
    /// Go's `math.Max`: infinity wins, then NaN, and 0 is greater than −0.
    @inline(__always)
    fileprivate static func maximum2(_ first: Double, _ second: Double) -> Double {
        if first == .infinity || second == .infinity { return .infinity }
        if first.isNaN || second.isNaN { return .nan }
        if first == 0, second == 0 { return first.sign == .minus ? second : first }
        return first > second ? first : second
    }
}
