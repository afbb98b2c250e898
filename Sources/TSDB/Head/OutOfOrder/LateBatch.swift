internal import Storage

/// What of a batch that is being checked came out of order and is kept.
struct LateBatch {
    /// The positions of floats, ascending.
    var positions: [Int] = []
    /// Whether the one who commits wants none to be kept.
    private(set) var refuses = false
    /// Whether the one who commits wants no staleness markers to be kept.
    private(set) var refusesMarkers = false

    init() {}

    /// Begins with another batch.
    mutating func begin(refuses: Bool, refusesMarkers: Bool) {
        positions.removeAll(keepingCapacity: true)
        self.refuses = refuses
        self.refusesMarkers = refuses || refusesMarkers
    }

    /// The floats that are kept.
    ///
    /// `starts` are those of their counters, empty if none is known.
    func samples(
        _ references: [SeriesReference],
        _ timestamps: [Int64],
        _ values: [Double],
        starts: [Int64]
    ) -> [LateSample] {
        positions.map { index in
            let start = starts.isEmpty ? 0 : starts[index]
            return LateSample(references[index], timestamps[index], values[index], startTimestamp: start)
        }
    }
}
