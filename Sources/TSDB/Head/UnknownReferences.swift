/// What a log told of series that it has no record of, by what it told.
package struct UnknownReferences: Sendable, Hashable {
    /// The numbers of those series.
    package private(set) var series: Set<UInt64> = []
    package private(set) var samples = 0
    package private(set) var histograms = 0
    package private(set) var exemplars = 0
    package private(set) var metadata = 0
    package private(set) var tombstones = 0
    /// Markers of a write-behind log.
    package private(set) var markers = 0

    package init() {}

    /// How many things there were.
    package var total: Int { samples + histograms + exemplars + metadata + tombstones + markers }

    /// Something of a series.
    enum Kind {
        case sample
        case histogram
        case exemplar
        case metadata
        case tombstone
        case marker
    }

    /// Counts something of an unknown series.
    mutating func note(_ reference: UInt64, _ kind: Kind) {
        series.insert(reference)
        switch kind {
        case .sample: samples += 1
        case .histogram: histograms += 1
        case .exemplar: exemplars += 1
        case .metadata: metadata += 1
        case .tombstone: tombstones += 1
        case .marker: markers += 1
        }
    }
}
