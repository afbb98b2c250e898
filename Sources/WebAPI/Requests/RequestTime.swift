internal import PrometheusBytes
internal import PrometheusModel

/// A time that a client gives, in Go's arithmetic: what does not fit wraps around instead of failing.
struct RequestTime: Hashable {
    /// Before any time that a client can write.
    static let distantPast = RequestTime(seconds: .min / 1000 + 62_135_596_801, nanoseconds: 0)
    /// After any time that a client can write.
    static let distantFuture = RequestTime(seconds: .max / 1000 - 62_135_596_801, nanoseconds: 999_999_999)

    /// Seconds since the Unix epoch.
    let seconds: Int64
    /// What is added to them.
    let nanoseconds: Int64

    init(seconds: Int64, nanoseconds: Int64) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    init(milliseconds: Int64) {
        self.init(seconds: milliseconds.floorDiv(1000), nanoseconds: milliseconds.floorMod(1000) * 1_000_000)
    }

    /// Reads seconds since the Unix epoch, RFC 3339, or the names of the ends of time.
    init?(_ text: String) {
        if let value = text.withRawSpan({ FloatText.parse($0) }) {
            let whole = value.rounded(.towardZero)
            // The fraction is rounded on its own, as upstream does: 1.0005 is 1.000.
            let fraction = ((value - whole) * 1000).rounded() / 1000
            self.init(seconds: Self.integer(whole), nanoseconds: Self.integer(fraction * 1e9))
        } else if let milliseconds = TimestampText.parse(text) {
            self.init(milliseconds: milliseconds)
        } else if text == "-292273086-05-16T16:47:06Z" {
            self = .distantPast
        } else if text == "+292277025-08-18T07:12:54.999999999Z" {
            self = .distantFuture
        } else {
            return nil
        }
    }

    /// Milliseconds since the Unix epoch, as the storage counts.
    var milliseconds: Int64 {
        (seconds &+ nanoseconds.floorDiv(1_000_000_000)) &* 1000 &+ nanoseconds.floorMod(1_000_000_000) / 1_000_000
    }

    /// Milliseconds since the Unix epoch, as the engine counts: 64 bits of nanoseconds are what it has of a time.
    var engineMilliseconds: Int64 { (seconds &* 1_000_000_000 &+ nanoseconds) / 1_000_000 }

    /// What an Intel processor makes of a float that is no 64-bit integer.
    private static func integer(_ value: Double) -> Int64 {
        value.magnitude < 9_223_372_036_854_775_808 ? Int64(value) : .min
    }
}
