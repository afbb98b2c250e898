/// Samples of many series that are committed together: a scrape, a rule's result, a remote write request.
///
/// Floats are columns of the same length; what is rare has a list of its own. Several samples of one series must stand
/// in the order of their times.
@usableFromInline
package struct SampleBatch: Sendable {
    @usableFromInline package var references: [SeriesReference] = []
    /// Milliseconds since the Unix epoch.
    @usableFromInline package var timestamps: [Int64] = []
    @usableFromInline package var values: [Double] = []
    /// When the counters of the float samples started, in milliseconds, 0 where that is not known.
    ///
    /// Empty if it is known
    /// of none, otherwise as long as the other columns.
    @usableFromInline package var startTimestamps: [Int64] = []
    package var histograms: [HistogramSample] = []
    /// Exemplars of samples of this batch or of earlier ones.
    package var exemplars: [ExemplarSample] = []
    package var metadata: [MetadataSample] = []
    /// Whether nothing is stored if a sample or a histogram is refused because of what is stored already.
    ///
    /// What contradicts an earlier sample of the batch itself is then left out without a word.
    package var isAtomic = false
    /// Whether samples are refused that come out of order, even if the store would take them.
    package var refusesLate = false
    /// Whether that holds for staleness markers, and for nothing else.
    package var refusesLateMarkers = false

    package init() {}

    /// The number of float samples.
    @inlinable package var count: Int { references.count }

    /// Whether there is nothing but float samples.
    package var isFloatOnly: Bool { histograms.isEmpty && exemplars.isEmpty && metadata.isEmpty }

    /// Whether there is nothing to commit.
    package var isEmpty: Bool {
        references.isEmpty && isFloatOnly
    }

    /// Adds a float sample without a start.
    @inlinable
    package mutating func append(_ reference: SeriesReference, _ timestamp: Int64, _ value: Double) {
        references.append(reference)
        timestamps.append(timestamp)
        values.append(value)
        if !startTimestamps.isEmpty { startTimestamps.append(0) }
    }

    /// Adds a float sample of a counter that started at `start` (milliseconds; 0 if that is not known).
    package mutating func append(
        _ reference: SeriesReference,
        _ timestamp: Int64,
        _ value: Double,
        startTimestamp start: Int64
    ) {
        append(reference, timestamp, value)
        guard start != 0 else { return }
        if startTimestamps.isEmpty { startTimestamps = [Int64](repeating: 0, count: count) }
        startTimestamps[count - 1] = start
    }

    /// Empties everything and keeps the storage of the columns.
    package mutating func removeAll() {
        references.removeAll(keepingCapacity: true)
        timestamps.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        startTimestamps.removeAll(keepingCapacity: true)
        histograms.removeAll(keepingCapacity: true)
        exemplars.removeAll(keepingCapacity: true)
        metadata.removeAll(keepingCapacity: true)
        isAtomic = false
        refusesLate = false
        refusesLateMarkers = false
    }
}
