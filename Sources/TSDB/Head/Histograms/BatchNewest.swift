internal import PrometheusModel
internal import Storage

/// What the batch that is being checked has brought of a series so far, for histograms that follow in it.
///
/// Floats come first in a batch; they are looked up only where a series has both.
struct BatchNewest {
    /// The newest sample that the batch has of a series; without a histogram it is a float.
    struct Newest {
        var timestamp: Int64
        var histogram: NativeHistogram?
    }

    private let references: [SeriesReference]
    private let timestamps: [Int64]
    private let skipped: [Int]
    private var histograms: [SeriesReference: Newest] = [:]

    init(_ references: [SeriesReference], _ timestamps: [Int64], _ skipped: [Int]) {
        self.references = references
        self.timestamps = timestamps
        self.skipped = skipped
    }

    /// Remembers a histogram that was accepted.
    mutating func note(_ reference: SeriesReference, _ timestamp: Int64, _ histogram: NativeHistogram) {
        histograms[reference] = Newest(timestamp: timestamp, histogram: histogram)
    }

    /// The newest sample of a series of which the batch has an accepted float, or a histogram.
    func newest(of reference: SeriesReference, hasFloat: Bool) -> Newest? {
        if let histogram = histograms[reference] { return histogram }
        guard hasFloat else { return nil }
        let index = references.indices.last { references[$0] == reference && !skipped.contains($0) }
        return index.map { Newest(timestamp: timestamps[$0], histogram: nil) }
    }
}
