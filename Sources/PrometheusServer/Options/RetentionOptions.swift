/// How long and how much is kept, as the flags say.
struct RetentionOptions: Sendable {
    /// What is kept when no limit is given: 15 days.
    static let defaultMilliseconds: Int64 = 15 * 86_400_000
    /// The most time that a merged block spans: 31 days.
    private static let longestBlockMilliseconds: Int64 = 31 * 86_400_000

    /// 0 for no limit.
    let timeMilliseconds: Int64
    /// 0 for no limit.
    let sizeBytes: Int64
    let minimumBlockMilliseconds: Int64
    let maximumBlockMilliseconds: Int64
    /// Whether neither limit was given.
    let isDefault: Bool

    init(_ flags: FlagValues) {
        sizeBytes = flags.bytes("storage.tsdb.retention.size") ?? 0
        let time = flags.milliseconds("storage.tsdb.retention.time") ?? 0
        isDefault = time == 0 && sizeBytes == 0
        timeMilliseconds = isDefault ? Self.defaultMilliseconds : time
        minimumBlockMilliseconds = flags.milliseconds("storage.tsdb.min-block-duration") ?? 7_200_000
        let longest =
            timeMilliseconds == 0
            ? Self.longestBlockMilliseconds : min(Self.longestBlockMilliseconds, timeMilliseconds / 10)
        maximumBlockMilliseconds = max(
            flags.milliseconds("storage.tsdb.max-block-duration") ?? longest,
            minimumBlockMilliseconds
        )
    }
}
