/// Points in time as RFC 3339 text.
package enum TimestampText {
    /// UTC with as many digits of the second as are needed: `2026-11-24T08:00:00.5Z`, as Go prints a time in JSON.
    package static func string(milliseconds: Int64) -> String {
        string(nanoseconds: milliseconds.floorMod(1000) * 1_000_000, seconds: milliseconds.floorDiv(1000))
    }

    /// UTC with exactly three digits of the second: `2026-11-24T08:00:00.500Z`.
    package static func millisecondString(milliseconds: Int64) -> String {
        let fraction = milliseconds.floorMod(1000)
        return dateAndTime(seconds: milliseconds.floorDiv(1000)) + "." + pad(fraction, 3) + "Z"
    }

    /// UTC with as many of nine digits of the second as are needed.
    package static func string(nanoseconds: Int64, seconds: Int64) -> String {
        var text = dateAndTime(seconds: seconds)
        if nanoseconds > 0 {
            var fraction = pad(nanoseconds, 9)
            while fraction.hasSuffix("0") { fraction.removeLast() }
            text += "." + fraction
        }
        return text + "Z"
    }

    /// Parses `2026-11-24T08:00:00.5+01:00`, digits of the second beyond milliseconds cut off.
    /// - Returns: milliseconds since the Unix epoch, `nil` if the text is not a time.
    package static func parse(_ text: String) -> Int64? {
        var scanner = TimestampScanner(bytes: Array(text.utf8))
        guard let year = scanner.number(digits: 4), scanner.skip("-"),
            let month = scanner.number(digits: 2), scanner.skip("-"), let day = scanner.number(digits: 2),
            scanner.skip("T"), let hour = scanner.number(digits: 2), scanner.skip(":"),
            let minute = scanner.number(digits: 2), scanner.skip(":"), let second = scanner.number(digits: 2),
            (1...12).contains(month), day >= 1, day <= daysIn(month: month, year: year), hour < 24, minute < 60,
            second < 60, let millisecond = scanner.fraction(), let offset = scanner.zone(), scanner.isAtEnd
        else { return nil }
        let days = daysFromCivil(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        return seconds * 1000 + millisecond
    }

    /// Date and time of day in UTC, without zone: `2026-11-24T08:00:00`.
    private static func dateAndTime(seconds: Int64) -> String {
        let (year, month, day) = civil(fromDays: seconds.floorDiv(86_400))
        let rest = seconds.floorMod(86_400)
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T"
            + "\(pad(rest / 3600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2))"
    }

    private static func pad(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
