internal import PrometheusModel

/// Names of snapshots: the time to the second and 16 random hexadecimal digits.
enum SnapshotName {
    static func make(_ clock: WallClock) -> String {
        let text = TimestampText.string(milliseconds: clock.nowMilliseconds() / 1000 * 1000)
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        let time = text.filter { $0 != "-" && $0 != ":" }.prefix(15)
        return "\(time)Z-\(String(repeating: "0", count: 16 - digits.count))\(digits)"
    }
}
