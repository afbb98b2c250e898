internal import PrometheusModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Floats as Go's `strconv` prints them.
enum GoFloat {
    /// The most digits behind the point that are printed; Go's `fmt` goes further, to no use.
    static let maximumPrecision = 1000

    /// The number in one of the forms `e E f F g G b x X`; without a precision with as many digits as it takes.
    ///
    /// Positive numbers have no sign. `isAlternate` keeps the point and the zeros behind it.
    static func string(
        _ value: Double,
        _ form: Character,
        precision: Int?,
        isAlternate: Bool = false
    ) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        switch form {
        case "b": return binary(value)
        case "x", "X": return hexadecimal(value, form, precision)
        default: break
        }
        guard let precision else {
            let text = FloatText.string(
                value,
                form == "e" || form == "E" ? .scientific : form == "f" ? .fixed : .general
            )
            return form == "E" || form == "G" ? text.uppercased() : text
        }
        return formatted("%\(isAlternate ? "#" : "").*\(form)", value, min(precision, maximumPrecision))
    }

    /// Four significant digits at most, as the functions for people print.
    static func short(_ value: Double) -> String { string(value, "g", precision: 4) }

    private static func binary(_ value: Double) -> String {
        if value == 0 { return (value.sign == .minus ? "-" : "") + "0p-1074" }
        let mantissa = value.isNormal ? value.significandBitPattern | 1 << 52 : value.significandBitPattern
        let exponent = Int(max(value.exponentBitPattern, 1)) - 1075
        return "\(value < 0 ? "-" : "")\(mantissa)p\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
    }

    /// C's form with an exponent of at least two digits.
    private static func hexadecimal(_ value: Double, _ form: Character, _ precision: Int?) -> String {
        let text = formatted(
            precision == nil ? "%\(form == "x" ? "a" : "A")" : "%.*\(form == "x" ? "a" : "A")",
            value,
            precision
        )
        guard let at = text.lastIndex(where: { $0 == "p" || $0 == "P" }) else { return text }
        let digits = text[text.index(at, offsetBy: 2)...]
        guard digits.utf8.count < 2 else { return text }
        return text[..<text.index(at, offsetBy: 2)] + "0" + digits
    }

    private static func formatted(_ format: String, _ value: Double, _ precision: Int?) -> String {
        // The longest double has 309 digits before the point.
        var bytes = [UInt8](repeating: 0, count: 400 + (precision ?? 0))
        let arguments: [any CVarArg] = precision.map { [Int32($0), value] } ?? [value]
        // Safe: vsnprintf writes at most the given number of bytes, and the format takes what the list has.
        let count = unsafe withVaList(arguments) { list in
            unsafe bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return Int32(0) }
                return unsafe vsnprintf(base.assumingMemoryBound(to: CChar.self), buffer.count, format, list)
            }
        }
        return String(decoding: bytes.prefix(max(0, min(Int(count), bytes.count - 1))), as: UTF8.self)
    }
}
