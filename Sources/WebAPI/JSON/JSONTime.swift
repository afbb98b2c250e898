internal import PrometheusModel

/// Points in time as Go's encoder prints them.
enum JSONTime {
    /// RFC 3339 in UTC; the year one for a time that never was.
    static func string(_ nanoseconds: Int64?) -> String {
        guard let nanoseconds else { return "0001-01-01T00:00:00Z" }
        return TimestampText.string(
            nanoseconds: nanoseconds.floorMod(1_000_000_000),
            seconds: nanoseconds.floorDiv(1_000_000_000)
        )
    }
}
