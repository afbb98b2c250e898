/// Times printed by an example, as Go does: the layout shows how 2006-01-02 15:04:05 would look.
enum GoTimeLayout {
    /// The parts of a layout, longer ones first where one begins another.
    private static let parts = [
        "January", "Jan", "Monday", "Mon", "MST", "2006", "__2", "_2006", "_2", "002", "01", "02", "03", "04", "05",
        "06", "-07:00:00", "-070000", "-07:00", "-0700", "-07", "Z07:00:00", "Z070000", "Z07:00", "Z0700", "Z07", "PM",
        "pm", "15", "1", "2", "3", "4", "5",
    ]

    /// `time` as `layout` shows it.
    static func string(_ time: TemplateTime, _ layout: String) -> String {
        var result = ""
        var rest = Substring(layout)
        while let character = rest.first {
            if character == "." || character == ",", let (text, width) = fraction(rest, time, result) {
                result += text
                rest = rest.dropFirst(width)
                continue
            }
            guard let part = parts.first(where: { rest.hasPrefix($0) && !isLongerWord($0, rest) }) else {
                result.append(character)
                rest = rest.dropFirst()
                continue
            }
            // An underscore before a year is only an underscore.
            result += part == "_2006" ? "_" + value("2006", time) : value(part, time)
            rest = rest.dropFirst(part.count)
        }
        return result
    }

    /// `Jan` and `Mon` are not taken out of the middle of other words.
    private static func isLongerWord(_ part: String, _ rest: Substring) -> Bool {
        guard part == "Jan" || part == "Mon", let next = rest.dropFirst(3).first else { return false }
        return next.isLowercase
    }

    /// Digits of the second: zeros for a fixed number of them, nines without zeros at the end.
    private static func fraction(_ rest: Substring, _ time: TemplateTime, _ before: String) -> (String, Int)? {
        guard let kind = rest.dropFirst().first, kind == "0" || kind == "9" else { return nil }
        let count = rest.dropFirst().prefix { $0 == kind }.count
        if let next = rest.dropFirst(count + 1).first, next.isASCII, next.isNumber { return nil }
        var digits = String(padded(time.nanoseconds, 9).prefix(count))
        if kind == "9" {
            while digits.hasSuffix("0") { digits.removeLast() }
            if digits.isEmpty { return ("", count + 1) }
        }
        return (rest.prefix(1) + digits, count + 1)
    }

    private static func value(_ part: String, _ time: TemplateTime) -> String {
        let (year, month, day) = time.date
        let hour = time.secondOfDay / 3600
        let (minute, second) = (time.secondOfDay / 60 % 60, time.secondOfDay % 60)
        let twelve = hour % 12 == 0 ? 12 : hour % 12
        switch part {
        case "2006": return padded(year, 4)
        case "06": return padded(year.floorModulo(100), 2)
        case "01": return padded(month, 2)
        case "1": return String(month)
        case "January": return TemplateTime.months[Int(month) - 1]
        case "Jan": return String(TemplateTime.months[Int(month) - 1].prefix(3))
        case "02": return padded(day, 2)
        case "_2": return padded(day, 2, with: " ")
        case "2": return String(day)
        case "002": return padded(time.dayOfYear, 3)
        case "__2": return padded(time.dayOfYear, 3, with: " ")
        case "Monday": return TemplateTime.weekdays[Int(time.weekday)]
        case "Mon": return String(TemplateTime.weekdays[Int(time.weekday)].prefix(3))
        case "15": return padded(hour, 2)
        case "03": return padded(twelve, 2)
        case "3": return String(twelve)
        case "04": return padded(minute, 2)
        case "4": return String(minute)
        case "05": return padded(second, 2)
        case "5": return String(second)
        case "PM": return hour < 12 ? "AM" : "PM"
        case "pm": return hour < 12 ? "am" : "pm"
        case "MST": return "UTC"
        case "-0700": return "+0000"
        case "-07:00": return "+00:00"
        case "-07": return "+00"
        case "-07:00:00": return "+00:00:00"
        case "-070000": return "+000000"
        default: return "Z"
        }
    }

    private static func padded(_ number: Int64, _ width: Int, with pad: Character = "0") -> String {
        let digits = String(number.magnitude)
        return (number < 0 ? "-" : "") + String(repeating: pad, count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    fileprivate func floorModulo(_ divisor: Int64) -> Int64 {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
