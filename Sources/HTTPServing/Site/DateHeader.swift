import PrometheusModel

/// The `Date` header: `Tue, 24 Nov 2026 08:11:49 GMT`.
package enum DateHeader {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The header's value at a time not before 1970.
    package static func text(milliseconds: Int64) -> String {
        let seconds = milliseconds / 1000
        // The epoch was a Thursday.
        let day = days[Int(seconds / 86_400 % 7)]
        // `2026-11-24T08:11:49Z`, whose digits have fixed places.
        let time = Array(TimestampText.string(milliseconds: seconds * 1000).utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: time[range], as: UTF8.self) }
        let month = months[(Int(part(5..<7)) ?? 1) - 1]
        return "\(day), \(part(8..<10)) \(month) \(part(0..<4)) \(part(11..<19)) GMT"
    }
}
