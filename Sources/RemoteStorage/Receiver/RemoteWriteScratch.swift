internal import PrometheusWire
internal import Storage

/// Storage that requests use one after another, so that a request allocates nothing.
struct RemoteWriteScratch: Sendable {
    /// The decompressed body.
    var body: [UInt8] = []
    /// Storage for the labels of a request of version 2.
    var labels: [UInt8] = []
    var message = RemoteWriteMessage.version1
    var columns = WriteRequestColumns()
    /// By series.
    var fingerprints: [SeriesFingerprint] = []
    /// By series; `nil` for those whose labels cannot be stored.
    var references: [SeriesReference?] = []
    /// What is wrong with series that have no reference, by their position; for answers to version 2.
    var failures: [(series: Int, text: String)] = []
    var batch = SampleBatch()

    /// About how much memory it holds on to.
    var keptBytes: Int {
        body.capacity + labels.capacity + (columns.timestamps.capacity + batch.references.capacity) * 16
    }
}
