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

    /// Go counts days from a year so long ago that no time comes before it; what lies before even that comes out at the
    /// other end of time, and so does what is no time at all.
    private static let earliestSeconds: Int64 = -9_223_372_028_715_321_600

    /// - Parameter seconds: since the Unix epoch.
    init(seconds: Int64) {
        let absolute = UInt64(bitPattern: seconds &- Self.earliestSeconds)
        let days = Int64(absolute / 86_400) + Self.earliestSeconds / 86_400
        let rest = Int64(absolute % 86_400)
        hour = rest / 3600
        minute = rest / 60 % 60
        // 1970-01-01 was a Thursday.
        weekday = (days &+ 4).floorMod(7)
        (year, month, day) = civil(fromDays: days)
    }

    /// The part of a number of seconds before its point; for what does not fit, the number that processors give then.
    static func wholeSeconds(_ value: Double) -> Int64 { Int64(exactly: value.rounded(.towardZero)) ?? .min }

    /// 1 to 366.
    var dayOfYear: Int64 {
        daysFromCivil(year: year, month: month, day: day) - daysFromCivil(year: year, month: 1, day: 1) + 1
    }

    var daysInMonth: Int64 { daysIn(month: month, year: year) }
}
