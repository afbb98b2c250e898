internal import PrometheusWire
internal import Storage

/// Storage that requests use one after another, so that a request allocates nothing.
struct RemoteWriteScratch: Sendable {
    /// The decompressed body.
    var body: [UInt8] = []
    var columns = WriteRequestColumns()
    /// By series.
    var fingerprints: [SeriesFingerprint] = []
    /// By series; `nil` for those whose labels cannot be stored.
    var references: [SeriesReference?] = []
    var batch = SampleBatch()

    /// About how much memory it holds on to.
    var keptBytes: Int { body.capacity + (columns.timestamps.capacity + batch.references.capacity) * 16 }
}
