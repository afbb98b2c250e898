internal import PrometheusModel

/// The header `Retry-After`: seconds, or a date.
enum RetryAfter {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// How long to wait, in milliseconds; 0 for what says nothing or lies in the past.
    static func milliseconds(_ text: String?, nowMilliseconds now: Int64) -> Int64 {
        guard let text else { return 0 }
        if let seconds = Int64(text) { return seconds > 0 ? min(seconds, 1 << 40) * 1000 : 0 }
        guard let date = date(text) else { return 0 }
        return max(0, date - now)
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int64(parts[1]), let year = Int64(parts[3]),
            let month = months.firstIndex(of: String(parts[2])), (1...31).contains(day)
        else { return nil }
        let time = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard time.count == 3, time.allSatisfy({ (0...60).contains($0) }) else { return nil }
        let days = daysFromCivil(year: year, month: Int64(month + 1), day: day)
        return (((days * 24 + time[0]) * 60 + time[1]) * 60 + time[2]) * 1000
    }
}
