internal import PrometheusModel
internal import Storage
internal import Synchronization

/// The series that a query selected in the head, as they were at that moment.
///
/// Twelve bytes a series are remembered: which one it is, and the time of its newest visible sample. Samples of a series
/// ascend in time, so that what was committed later is told by its time, and a reader sees all of a batch or none of it.
struct HeadSelection: SeriesSelection {
    private let head: Head
    /// Keeps what was selected from being dropped.
    private let reader: HeadReader?
    private let cache: ColumnCache?
    private let series: [SeriesID]
    private let newestTimes: [Int64]
    /// The newest samples' values, if they are all that is going to be read; `nil` where that takes reading.
    private let newestValues: [Double?]

    /// No series.
    init(head: Head) {
        self.head = head
        cache = nil
        reader = nil
        series = []
        newestTimes = []
        newestValues = []
    }

    /// Those of `candidates` that have chunks in `window`, without what the reader is not to see.
    ///
    /// With `lateWindow` those as well that have samples there which came out of order.
    init(
        reader: HeadReader,
        candidates: [UInt32],
        window: ClosedRange<Int64>,
        lateWindow: ClosedRange<Int64>? = nil,
        keepsNewest: Bool = false,
        cache: ColumnCache? = nil
    ) {
        self.cache = cache
        let (head, sequence) = (reader.head, reader.sequence)
        var series: [SeriesID] = []
        var newestTimes: [Int64] = []
        series.reserveCapacity(candidates.count)
        newestTimes.reserveCapacity(candidates.count)
        var newestValues: [Double?] = []
        if keepsNewest { newestValues.reserveCapacity(candidates.count) }
        head.samples.withReadLock { samples in
            // A series that has just been created may not have reached the samples yet.
            for id in candidates where Int(id) < samples.states.count {
                let hasLate = lateWindow.map { samples.late.hasSamples(Int(id), in: $0) } ?? false
                guard hasLate || samples.hasSamples(Int(id), in: window) else { continue }
                series.append(SeriesID(id))
                newestTimes.append(samples.states[Int(id)].lastTimestamp)
                if keepsNewest { newestValues.append(samples.newestValue(SeriesID(id))) }
            }
            guard samples.recent.sequence > sequence else { return }
            let later = samples.recent.firstTimes(after: sequence)
            for index in series.indices {
                guard let time = later[series[index]] else { continue }
                newestTimes[index] = min(newestTimes[index], time - 1)
                if keepsNewest { newestValues[index] = nil }
            }
        }
        self.head = head
        self.reader = reader
        self.series = series
        self.newestTimes = newestTimes
        self.newestValues = newestValues
    }

    var count: Int { series.count }

    func labels(at index: Int) -> Labels {
        let id = series[index]
        return head.index.withReadLock { $0.labelSet(of: id) }
    }

    func appendLabels(at index: Int, to bytes: inout [UInt8]) {
        let id = series[index]
        head.index.withReadLock { $0.appendLabelSet(of: id, to: &bytes) }
    }

    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {
        guard let late = reader?.lateWindow, late.overlaps(window) else {
            return try readInOrder(index, window, into: &samples)
        }
        let (id, visible, start) = (series[index], late.clamped(to: window), samples.count)
        let (copies, deleted) = head.samples.withReadLock { samples in
            (samples.copyLate(id.index, visible), samples.tombstones[UInt64(id.rawValue)])
        }
        do throws(StorageError) {
            try copies.decode(BlockSelection.parts(of: visible, without: deleted), into: &samples, from: start)
        } catch {
            throw .corrupt("series \(labels(at: index)): \(error)")
        }
        let end = samples.count
        try readInOrder(index, window, into: &samples)
        samples.mergeOverlap(from: start, at: end)
    }

    private func readInOrder(
        _ index: Int,
        _ window: ClosedRange<Int64>,
        into samples: inout SampleColumns
    ) throws(StorageError) {
        let newest = min(window.upperBound, newestTimes[index])
        let oldest = max(window.lowerBound, reader?.window.lowerBound ?? .min)
        guard oldest <= newest else { return }
        if !newestValues.isEmpty, let value = newestValues[index], newest == newestTimes[index] {
            // The newest sample lies in the window, and was copied when the series was selected.
            return samples.append(newest, value)
        }
        let (id, visible) = (series[index], oldest...newest)
        // Copied rather than decoded under the lock: a hundredth of the time.
        let (copies, deleted) = head.samples.withReadLock { samples in
            let deleted = samples.tombstones[UInt64(id.rawValue)]
            return (samples.copyChunks(id.index, visible, deleted.isEmpty ? cache : nil), deleted)
        }
        do throws(StorageError) {
            if deleted.isEmpty {
                try copies.decode(visible, cache, into: &samples)
            } else {
                try copies.decode(BlockSelection.parts(of: visible, without: deleted), into: &samples)
            }
        } catch {
            throw .corrupt("series \(labels(at: index)): \(error)")
        }
    }
}
