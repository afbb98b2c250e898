internal import PrometheusModel

/// A number as a template writes it, with the values that it can be taken for.
struct TemplateNumber: Sendable {
    let source: String
    let integer: Int64?
    let float: Double?
    /// Whether it reads as a float: it has a point or an exponent.
    private let isFloat: Bool

    /// Reads a number; the reason if it is none.
    init(_ source: String) throws(TemplateParser.Problem) {
        self.source = source
        let lower = source.lowercased()
        let digits = lower.drop { $0 == "+" || $0 == "-" }
        let isHexadecimal = digits.hasPrefix("0x")
        isFloat = isHexadecimal ? lower.contains("p") : lower.contains { ".ep".contains($0) }
        let parsed = Self.integer(lower)
        var value: Double?
        if case .value(let integer) = parsed { value = Double(integer) }
        if value == nil { value = try? FloatText.parse(source) }
        if let number = value, !number.isFinite { value = nil }
        float = value
        switch parsed {
        case .value(let integer): self.integer = integer
        case .none:
            guard let value else { throw .init("illegal number syntax: \(GoQuoting.quoted(source))") }
            // What reads as a float only because it is too large, or has digits that octal numbers do not have.
            guard isFloat else { throw .init("integer overflow: \(GoQuoting.quoted(source))") }
            integer = Int64(exactly: value)
        }
    }

    /// A character constant.
    init(character scalar: Unicode.Scalar, source: String) {
        self.source = source
        integer = Int64(scalar.value)
        float = Double(scalar.value)
        isFloat = false
    }

    /// The value where any type will do.
    var value: TemplateValue {
        if isFloat, let float { return .float(float) }
        return .integer(integer ?? 0, .int)
    }

    private enum Integer {
        case value(Int64)
        case none
    }

    /// A whole number: a sign, a base, digits with single underscores behind a base or between digits.
    private static func integer(_ text: String) -> Integer {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
        var base: UInt64 = 10
        var hasPrefix = false
        for (prefix, value) in [("0x", 16), ("0o", 8), ("0b", 2)] as [(String, UInt64)] where digits.hasPrefix(prefix) {
            base = value
            hasPrefix = true
            digits = digits.dropFirst(2)
        }
        if !hasPrefix, digits.utf8.count > 1, digits.hasPrefix("0") { (base, hasPrefix) = (8, true) }
        var result: UInt64 = 0
        var previous: Character = hasPrefix ? "0" : "_"
        guard !digits.isEmpty else { return .none }
        for character in digits {
            defer { previous = character }
            if character == "_" {
                if previous == "_" { return .none }
                continue
            }
            guard let digit = character.hexDigitValue, UInt64(digit) < base else { return .none }
            let (product, tooLarge) = result.multipliedReportingOverflow(by: base)
            let (sum, overflow) = product.addingReportingOverflow(UInt64(digit))
            guard !tooLarge, !overflow else { return .none }
            result = sum
        }
        guard previous != "_" else { return .none }
        if isNegative { return result <= 1 << 63 ? .value(Int64(truncatingIfNeeded: 0 &- result)) : .none }
        return Int64(exactly: result).map { .value($0) } ?? .none
    }
}
