/// Series that are gone from the head but not from the log.
///
/// Their records stay in checkpoints as long as the log may hold older samples that name them.
struct RemovedSeries {
    /// The numbers in the log, and the time that must have passed out of the log before the record may go.
    private var keptUntil: [UInt64: Int64] = [:]

    init() {}

    /// The number of series.
    var count: Int { keptUntil.count }

    /// The series' records are needed as long as checkpoints keep samples of `time` or older.
    mutating func insert(_ reference: UInt64, until time: Int64) {
        keptUntil[reference] = max(keptUntil[reference] ?? .min, time)
    }

    /// The series whose records a checkpoint needs that keeps the samples from `mint` on.
    func needed(from mint: Int64) -> [UInt64] { keptUntil.filter { $0.value >= mint }.map(\.key) }

    /// Forgets what checkpoints that keep the samples from `mint` on do not need.
    mutating func removeAll(before mint: Int64) { keptUntil = keptUntil.filter { $0.value >= mint } }
}
