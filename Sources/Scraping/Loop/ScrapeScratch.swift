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
        }

        let list: List
        let batchIndex: Int
        let cacheIndex: Int
    }

    var body: [UInt8] = []
    var batch = SampleBatch()
    var exposed = ExposedLabels()
    /// The labels of new series, and where they occur.
    var newLabels: [Labels] = []
    var newSeries: [Int] = []
    var occurrences: [Occurrence] = []

    mutating func removeAll() {
        body.removeAll(keepingCapacity: true)
        batch.removeAll()
        newLabels.removeAll()
        newSeries.removeAll(keepingCapacity: true)
        occurrences.removeAll(keepingCapacity: true)
    }
}
