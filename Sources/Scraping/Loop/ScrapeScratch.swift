internal import PrometheusExposition
internal import PrometheusModel
internal import Storage

/// Storage that a scrape works in and leaves to the next one, of whichever target.
struct ScrapeScratch: Sendable {
    /// Where an unresolved series occurs: in the batch and in the cache.
    struct Occurrence {
        /// The lists of a batch that name series.
        enum List {
            case samples
            case histograms
            case exemplars
            case metadata
            case startSamples
            case startHistograms
        }

        let list: List
        let batchIndex: Int
        let cacheIndex: Int
    }

    var body: [UInt8] = []
    /// Whether the body is the answer's own, not one that was unpacked into storage of the scratch.
    var isBodyShared = false
    var batch = SampleBatch()
    /// Zeros at the times at which counters started; committed before `batch`.
    var starts = SampleBatch()
    /// The families of the new series in `batch.metadata`.
    var described: [String] = []
    var exposed = ExposedLabels()
    /// The labels of new series, and where they occur.
    var newLabels: [Labels] = []
    var newSeries: [Int] = []
    var occurrences: [Occurrence] = []

    mutating func removeAll() {
        // To keep the capacity of storage that is shared is to allocate as much again.
        if isBodyShared { body = [] } else { body.removeAll(keepingCapacity: true) }
        isBodyShared = false
        batch.removeAll()
        starts.removeAll()
        described.removeAll()
        newLabels.removeAll()
        newSeries.removeAll(keepingCapacity: true)
        occurrences.removeAll(keepingCapacity: true)
    }
}
