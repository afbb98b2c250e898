/// What is kept besides samples, as features of the server ask for it.
package struct HeadFeatures: Sendable, Hashable {
    /// Whether the metadata of series are logged: the feature `metadata-wal-records`.
    package var logsMetadata = false
    /// Whether the starts of counters are logged, and stored with floats that are encoded as XOR2: the feature `st-storage`.
    package var storesStartTimestamps = false
    /// Whether chunks of histograms have room for starts: the feature `histograms-st-encoding`.
    package var storesHistogramStarts = false

    package init() {}
}
