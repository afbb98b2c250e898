#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A function of one number that maps each element of an instant vector.
enum ElementFunction: String, Sendable {
    case abs
    case ceil
    case floor
    case exp
    case sqrt
    case ln
    case log2
    case log10
    case sgn
    case acos
    case acosh
    case asin
    case asinh
    case atan
    case atanh
    case cos
    case cosh
    case sin
    case sinh
    case tan
    case tanh
    case deg
    case rad
    case negate
    case dayOfMonth = "day_of_month"
    case dayOfWeek = "day_of_week"
    case dayOfYear = "day_of_year"
    case daysInMonth = "days_in_month"
    case hour
    case minute
    case month
    case year

    /// Whether it reads the value as a time.
    var isDate: Bool {
        switch self {
        case .dayOfMonth, .dayOfWeek, .dayOfYear, .daysInMonth, .hour, .minute, .month, .year: true
        default: false
        }
    }

    /// Maps the values that are there.
    func apply(to values: inout [Double]) {
        switch self {
        case .abs: Self.map(&values) { Swift.abs($0) }
        case .ceil: Self.map(&values) { $0.rounded(.up) }
        case .floor: Self.map(&values) { $0.rounded(.down) }
        case .sqrt: Self.map(&values) { $0.squareRoot() }
        case .negate: Self.map(&values) { -$0 }
        case .sgn: Self.map(&values) { $0 < 0 ? -1 : $0 > 0 ? 1 : $0 }
        case .deg: Self.map(&values) { $0 * 180 / Double.pi }
        case .rad: Self.map(&values) { $0 * Double.pi / 180 }
        case .exp, .ln, .log2, .log10: applyLogarithm(to: &values)
        case .acos, .acosh, .asin, .asinh, .atan, .atanh: applyInverse(to: &values)
        case .cos, .cosh, .sin, .sinh, .tan, .tanh: applyTrigonometry(to: &values)
        case .dayOfMonth, .dayOfWeek, .dayOfYear, .daysInMonth, .hour, .minute, .month, .year: applyDate(to: &values)
        }
    }

    private func applyLogarithm(to values: inout [Double]) {
        switch self {
        case .exp: Self.map(&values) { Glibc.exp($0) }
        case .ln: Self.map(&values, Self.logarithm)
        case .log2: Self.map(&values) { Glibc.log2($0) }
        default: Self.map(&values) { $0.isSubnormal ? Self.logarithm($0) / Double.ln10 : Glibc.log10($0) }
        }
    }

    /// The natural logarithm; of subnormal numbers it is what upstream has on x86.
    ///
    /// There it takes the bits of such a number for a fraction that starts with one: ln 5e-324 is −709.09 for it instead
    /// of −744.44. `log2` is right.
    private static func logarithm(_ value: Double) -> Double {
        guard value.isSubnormal, value > 0 else { return Glibc.log(value) }
        return Glibc.log(Double(bitPattern: value.bitPattern | Double(0.5).bitPattern)) - 1022 * Double.ln2
    }

    private func applyInverse(to values: inout [Double]) {
        switch self {
        case .acos: Self.map(&values) { Glibc.acos($0) }
        case .acosh: Self.map(&values) { Glibc.acosh($0) }
        case .asin: Self.map(&values) { Glibc.asin($0) }
        case .asinh: Self.map(&values) { Glibc.asinh($0) }
        case .atan: Self.map(&values) { Glibc.atan($0) }
        default: Self.map(&values) { Glibc.atanh($0) }
        }
    }

    private func applyTrigonometry(to values: inout [Double]) {
        switch self {
        case .cos: Self.map(&values) { Glibc.cos($0) }
        case .cosh: Self.map(&values) { Glibc.cosh($0) }
        case .sin: Self.map(&values) { Glibc.sin($0) }
        case .sinh: Self.map(&values) { Glibc.sinh($0) }
        case .tan: Self.map(&values) { Glibc.tan($0) }
        default: Self.map(&values) { Glibc.tanh($0) }
        }
    }

    private func applyDate(to values: inout [Double]) {
        Self.map(&values) { value in
            let date = CivilTime(seconds: CivilTime.wholeSeconds(value))
            return switch self {
            case .dayOfMonth: Double(date.day)
            case .dayOfWeek: Double(date.weekday)
            case .dayOfYear: Double(date.dayOfYear)
            case .daysInMonth: Double(date.daysInMonth)
            case .hour: Double(date.hour)
            case .minute: Double(date.minute)
            case .month: Double(date.month)
            default: Double(date.year)
            }
        }
    }

    @inline(__always)
    private static func map(_ values: inout [Double], _ change: (Double) -> Double) {
        var span = values.mutableSpan
        for i in 0..<span.count where !span[i].isAbsent { span[i] = change(span[i]) }
    }
}

extension Double {
    fileprivate static let ln2 = 0.693147180559945309417232121458
    fileprivate static let ln10 = 2.30258509299404568401799145468
}
