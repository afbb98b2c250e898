import PrometheusConfiguration
import TSDB

/// How long and how much is kept, and what spans of time blocks have, as the flags and the configuration say.
struct RetentionOptions: Sendable {
    /// What is kept when no limit is given: 15 days.
    static let defaultMilliseconds: Int64 = 15 * 86_400_000
    /// The most time that a merged block spans: 31 days.
    private static let longestBlockMilliseconds: Int64 = 31 * 86_400_000

    /// What holds where the configuration has no `retention` section.
    let limits: RetentionLimits
    let minimumBlockMilliseconds: Int64
    let maximumBlockMilliseconds: Int64
    /// Whether neither limit was given.
    let isDefault: Bool

    init(_ flags: FlagValues, _ storage: StorageSettings) {
        let startup = storage.startup
        var limits = RetentionLimits()
        limits.sizeBytes = flags.givenBytes("storage.tsdb.retention.size") ?? startup.retentionBytes ?? 0
        limits.timeMilliseconds =
            flags.givenMilliseconds("storage.tsdb.retention.time") ?? startup.retentionMilliseconds ?? 0
        let hasNone = limits.timeMilliseconds == 0 && limits.sizeBytes == 0
        isDefault = hasNone && storage.retention == nil
        if hasNone { limits.timeMilliseconds = Self.defaultMilliseconds }
        self.limits = limits
        minimumBlockMilliseconds =
            flags.givenMilliseconds("storage.tsdb.min-block-duration") ?? startup.minimumBlockMilliseconds ?? 7_200_000
        let kept = limits.effective(storage).timeMilliseconds
        let longest = kept == 0 ? Self.longestBlockMilliseconds : min(Self.longestBlockMilliseconds, kept / 10)
        maximumBlockMilliseconds = max(
            flags.givenMilliseconds("storage.tsdb.max-block-duration") ?? startup.maximumBlockMilliseconds ?? longest,
            minimumBlockMilliseconds
        )
    }
}

extension RetentionLimits {
    /// The limits that hold with a configuration: its `retention` section as a whole, or else these.
    func effective(_ storage: StorageSettings) -> RetentionLimits {
        guard let retention = storage.retention else { return self }
        var limits = RetentionLimits()
        limits.timeMilliseconds = retention.timeMilliseconds
        limits.sizeBytes = retention.sizeBytes
        limits.percentage = retention.percentage
        return limits
    }
}

extension FlagValues {
    /// A duration in milliseconds, `nil` if the flag is not given.
    fileprivate func givenMilliseconds(_ name: String) -> Int64? { isGiven(name) ? milliseconds(name) : nil }

    /// A size, `nil` if the flag is not given.
    fileprivate func givenBytes(_ name: String) -> Int64? { isGiven(name) ? bytes(name) : nil }
}
