/// Counts of samples that came out of order, for metrics.
package struct LateStatistics: Sendable, Hashable {
    /// The upper bounds of `prometheus_tsdb_sample_ooo_delta`, in seconds.
    package static let deltaBounds: [Double] = [600, 1800, 3600, 7200, 10_800, 21_600, 43_200]

    /// Floats kept.
    package var floatsAppended = 0
    /// Native histograms kept.
    package var histogramsAppended = 0
    /// Floats refused because they were older than the window.
    package var tooOldFloats = 0
    /// Native histograms refused because they were older than the window.
    package var tooOldHistograms = 0
    /// Chunks begun.
    package var chunksCreated = 0
    /// Chunks removed.
    package var chunksRemoved = 0
    /// Batches that the write-behind log did not take.
    package var failedWrites = 0
    /// How often the write-behind log was shortened, and how often that failed.
    package var truncations = 0
    package var failedTruncations = 0
    /// How many samples were so far behind the head's newest, by bound, and those beyond the last.
    package var deltas = [Int](repeating: 0, count: LateStatistics.deltaBounds.count + 1)
    /// The sum of how far behind they were, in seconds.
    package var deltaSum = 0.0

    package init() {}

    /// Counts how far a sample is behind the newest one, kept or not.
    mutating func observe(_ timestamp: Int64, newest: Int64) {
        let behind = newest.subtractingReportingOverflow(timestamp)
        guard !behind.overflow, behind.partialValue > 0 else { return }
        let seconds = Double(behind.partialValue) / 1000
        deltas[Self.deltaBounds.firstIndex { seconds <= $0 } ?? Self.deltaBounds.count] += 1
        deltaSum += seconds
    }
}
