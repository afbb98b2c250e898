/// Durations as Go reads and writes them: `1.5s`, `2ms`, `1h2m3s`.
enum GoDurationText {
    private static let units: [String: Double] = [
        "ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9,
    ]

    /// Parses numbers with units; `0` needs no unit.
    /// - Returns: nanoseconds.
    static func parse(_ text: String) throws(GoDurationTextError) -> Int64 {
        var rest = text[...]
        let sign: Double = rest.hasPrefix("-") ? -1 : 1
        if let first = rest.first, first == "-" || first == "+" { rest = rest.dropFirst() }
        if rest == "0" { return 0 }
        guard !rest.isEmpty else { throw .invalid(text) }
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isWholeNumber || $0 == ".") }
            guard let number = Double(digits.hasSuffix(".") ? digits.dropLast() : digits) else { throw .invalid(text) }
            rest = rest[digits.endIndex...]
            let unit = rest.prefix { !($0.isASCII && ($0.isWholeNumber || $0 == ".")) }
            guard !unit.isEmpty else { throw .missingUnit(text) }
            guard let scale = units[String(unit)] else { throw .unknownUnit(String(unit), in: text) }
            total += number * scale
            rest = rest[unit.endIndex...]
        }
        guard total < 0x1p63 else { throw .invalid(text) }
        return Int64(sign * total)
    }

    /// The duration in Go's form: hours, minutes and seconds, or one smaller unit.
    static func string(nanoseconds: Int64) -> String {
        let sign = nanoseconds < 0 ? "-" : ""
        let amount = nanoseconds.magnitude
        switch amount {
        case 0: return "0s"
        case ..<1000: return "\(sign)\(amount)ns"
        case ..<1_000_000: return "\(sign)\(decimal(amount, digits: 3))µs"
        case ..<1_000_000_000: return "\(sign)\(decimal(amount, digits: 6))ms"
        default: break
        }
        let (minutes, rest) = amount.quotientAndRemainder(dividingBy: 60_000_000_000)
        let seconds = decimal(rest, digits: 9) + "s"
        if minutes == 0 { return sign + seconds }
        if minutes < 60 { return "\(sign)\(minutes)m\(seconds)" }
        return "\(sign)\(minutes / 60)h\(minutes % 60)m\(seconds)"
    }

    /// A number divided by ten to the power of `digits`, without zeros at the end.
    private static func decimal(_ amount: UInt64, digits: Int) -> String {
        let text = String(amount)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.utf8.count)) + text
        var fraction = padded.suffix(digits)
        while fraction.last == "0" { fraction.removeLast() }
        return padded.dropLast(digits) + (fraction.isEmpty ? "" : "." + fraction)
    }
}
