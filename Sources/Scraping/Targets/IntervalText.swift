/// Intervals in the form that upstream's own metrics name them in, which is Go's: `500ms`, `1.5s`, `1m0s`, `1h30m0s`.
enum IntervalText {
    static func string(milliseconds: Int64) -> String {
        guard milliseconds >= 1000 else { return milliseconds == 0 ? "0s" : "\(milliseconds)ms" }
        let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
        let seconds = "\(rest / 1000)\(fraction(rest % 1000))s"
        if minutes == 0 { return seconds }
        return minutes < 60 ? "\(minutes)m\(seconds)" : "\(minutes / 60)h\(minutes % 60)m\(seconds)"
    }

    private static func fraction(_ thousandths: Int64) -> String {
        guard thousandths > 0 else { return "" }
        var digits = String(String(1000 + thousandths).dropFirst())
        while digits.last == "0" { digits.removeLast() }
        return "." + digits
    }
}
