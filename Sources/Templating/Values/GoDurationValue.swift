/// Durations as Go prints them: `1h2m3.5s`, `1.5ms`.
enum GoDurationValue {
    /// The text of so many nanoseconds.
    static func string(_ nanoseconds: Int64) -> String {
        if nanoseconds == 0 { return "0s" }
        let sign = nanoseconds < 0 ? "-" : ""
        let rest = nanoseconds.magnitude
        if rest < 1000 { return "\(sign)\(rest)ns" }
        if rest < 1_000_000 { return sign + decimal(rest, 1000) + "µs" }
        if rest < 1_000_000_000 { return sign + decimal(rest, 1_000_000) + "ms" }
        let seconds = rest / 1_000_000_000
        var text = decimal(rest % 60_000_000_000, 1_000_000_000) + "s"
        if seconds >= 60 { text = "\(seconds / 60 % 60)m" + text }
        if seconds >= 3600 { text = "\(seconds / 3600)h" + text }
        return sign + text
    }

    private static func decimal(_ number: UInt64, _ unit: UInt64) -> String {
        var digits = String(number % unit + unit).dropFirst()
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(number / unit)" + (digits.isEmpty ? "" : ".\(digits)")
    }
}
