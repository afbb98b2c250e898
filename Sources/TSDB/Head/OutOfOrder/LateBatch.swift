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
    func samples(_ references: [SeriesReference], _ timestamps: [Int64], _ values: [Double]) -> [LateSample] {
        positions.map { LateSample(references[$0], timestamps[$0], values[$0]) }
    }
}
