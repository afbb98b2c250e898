internal import PrometheusModel

/// Items of a shard that wait for more, in the order of the log.
struct OpenBatch {
    /// The positions of the series.
    var series: [Int32] = []
    var timestamps: [Int64] = []
    var values: [Double] = []
    /// 0 for a sample, *n* for the *n*-th histogram, −*n* for the *n*-th exemplar.
    var marks: [Int32] = []
    /// When the counters of floats started, 0 where that is not known; empty if it is known of none.
    private var starts: [Int64] = []
    /// The histograms and when they started.
    var histograms: [(histogram: NativeHistogram, start: Int64)] = []
    var exemplars: [Exemplar] = []
    /// When it is sent even if it is not full.
    var deadline: ContinuousClock.Instant?

    var count: Int { series.count }

    mutating func append(_ position: Int32, _ timestamp: Int64, _ value: Double, mark: Int32 = 0) {
        series.append(position)
        timestamps.append(timestamp)
        values.append(value)
        marks.append(mark)
    }

    /// Adds a sample of a counter whose start is known.
    mutating func append(_ position: Int32, _ timestamp: Int64, _ value: Double, start: Int64) {
        append(position, timestamp, value)
        starts.append(contentsOf: repeatElement(0, count: count - 1 - starts.count))
        starts.append(start)
    }

    /// When the counter of the sample at `index` started; 0 if that is not known.
    func start(at index: Int) -> Int64 { index < starts.count ? starts[index] : 0 }

    mutating func append(_ position: Int32, _ timestamp: Int64, _ histogram: NativeHistogram, start: Int64) {
        histograms.append((histogram, start))
        append(position, timestamp, 0, mark: Int32(truncatingIfNeeded: histograms.count))
    }

    mutating func append(_ position: Int32, _ exemplar: Exemplar) {
        exemplars.append(exemplar)
        append(position, exemplar.timestamp, 0, mark: -Int32(truncatingIfNeeded: exemplars.count))
    }

    /// Empties it and keeps the storage.
    mutating func removeAll() {
        series.removeAll(keepingCapacity: true)
        timestamps.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        histograms.removeAll(keepingCapacity: true)
        exemplars.removeAll(keepingCapacity: true)
        deadline = nil
    }
}
