/// Durations as Go prints them: `1h2m3s`.
enum GoDurationText {
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
