import PrometheusModel

/// A time in UTC by the proleptic Gregorian calendar.
struct CivilTime {
    let year: Int64
    /// 1 to 12.
    let month: Int64
    /// 1 to 31.
    let day: Int64
    let hour: Int64
    let minute: Int64
    /// 0 is Sunday.
    let weekday: Int64

    /// - Parameter seconds: since the Unix epoch.
    init(seconds: Int64) {
        let days = seconds.floorDiv(86_400)
        let rest = seconds.floorMod(86_400)
        hour = rest / 3600
        minute = rest / 60 % 60
        // 1970-01-01 was a Thursday.
        weekday = (days &+ 4).floorMod(7)
        (year, month, day) = civil(fromDays: days)
    }

    /// The part of a number of seconds before its point.
    ///
    /// What does not fit is nothing that has a date; it becomes a bound so far away that calculating stays in range.
    static func wholeSeconds(_ value: Double) -> Int64 {
        let limit: Int64 = 1 << 60
        guard let seconds = Int64(exactly: value.rounded(.towardZero)) else { return value > 0 ? limit : -limit }
        return min(limit, max(-limit, seconds))
    }

    /// 1 to 366.
    var dayOfYear: Int64 {
        daysFromCivil(year: year, month: month, day: day) - daysFromCivil(year: year, month: 1, day: 1) + 1
    }

    var daysInMonth: Int64 { daysIn(month: month, year: year) }
}
