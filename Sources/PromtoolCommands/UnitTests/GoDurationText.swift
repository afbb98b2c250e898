/// Durations as Go prints them: `1h2m3s`.
enum GoDurationText {
    /// The text of a time that was measured: to the nanosecond, in the largest unit that leaves a whole part.
    static func string(_ duration: Duration) -> String {
        let nanoseconds = max(0, Int64(duration / .nanoseconds(1)))
        if nanoseconds < 1000 { return nanoseconds == 0 ? "0s" : "\(nanoseconds)ns" }
        if nanoseconds < 1_000_000 { return decimal(nanoseconds, digits: 3) + "µs" }
        if nanoseconds < 1_000_000_000 { return decimal(nanoseconds, digits: 6) + "ms" }
        let minutes = nanoseconds / 60_000_000_000
        var text = decimal(nanoseconds % 60_000_000_000, digits: 9) + "s"
        if minutes > 0 { text = "\(minutes % 60)m" + text }
        if minutes >= 60 { text = "\(minutes / 60)h" + text }
        return text
    }

    /// A number whose last `digits` stand behind the point.
    private static func decimal(_ number: Int64, digits: Int) -> String {
        var unit: Int64 = 1
        for _ in 0..<digits { unit *= 10 }
        let (whole, rest) = number.quotientAndRemainder(dividingBy: unit)
        guard rest > 0 else { return "\(whole)" }
        var fraction = String(rest + unit).dropFirst()
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(whole).\(fraction)"
    }

    /// The text of so many milliseconds.
    static func string(milliseconds: Int64) -> String {
        let rest = milliseconds.magnitude
        let sign = milliseconds < 0 ? "-" : ""
        if rest == 0 { return "0s" }
        if rest < 1000 { return "\(sign)\(rest)ms" }
        var text = "\(rest / 1000 % 60)"
        if rest % 1000 != 0 {
            var fraction = String(rest % 1000 + 1000).dropFirst()
            while fraction.hasSuffix("0") { fraction.removeLast() }
            text += ".\(fraction)"
        }
        text += "s"
        if rest >= 60_000 { text = "\(rest / 60_000 % 60)m" + text }
        if rest >= 3_600_000 { text = "\(rest / 3_600_000)h" + text }
        return sign + text
    }
}
