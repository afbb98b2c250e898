internal import PrometheusModel

/// A point in time, in UTC.
package struct TemplateTime: Sendable, Hashable {
    /// Whole seconds since the Unix epoch, rounded down.
    let seconds: Int64
    /// What goes beyond them.
    let nanoseconds: Int64

    init(nanoseconds: Int64) {
        seconds = nanoseconds.floorDiv(1_000_000_000)
        self.nanoseconds = nanoseconds.floorMod(1_000_000_000)
    }

    var date: (year: Int64, month: Int64, day: Int64) { civil(fromDays: seconds.floorDiv(86_400)) }
    /// Seconds since midnight.
    var secondOfDay: Int64 { seconds.floorMod(86_400) }
    /// 0 is Sunday.
    var weekday: Int64 { (seconds.floorDiv(86_400) + 4).floorMod(7) }
    /// Counted from 1.
    var dayOfYear: Int64 {
        seconds.floorDiv(86_400) - daysFromCivil(year: date.year, month: 1, day: 1) + 1
    }
    /// All of it in nanoseconds, wrapped around where that is too much.
    var sinceEpoch: Int64 { seconds &* 1_000_000_000 &+ nanoseconds }

    /// The time as Go prints it.
    var description: String { GoTimeLayout.string(self, "2006-01-02 15:04:05.999999999 -0700 MST") }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}
