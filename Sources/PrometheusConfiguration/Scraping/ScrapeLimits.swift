/// What a scrape may bring; zeros are no limit.
package struct ScrapeLimits: Sendable, Hashable {
    /// Uncompressed bytes; a body of this size is already too large.
    package var bodySizeBytes: Int64 = 0
    /// Samples after relabelling.
    package var samples: UInt64 = 0
    /// Targets after relabelling.
    package var targets: UInt64 = 0
    package var labels: UInt64 = 0
    package var labelNameLength: UInt64 = 0
    package var labelValueLength: UInt64 = 0
    /// How many dropped targets are remembered for display.
    package var keptDroppedTargets: UInt64 = 0
    package var nativeHistogramBuckets: UInt64 = 0
    package var nativeHistogramMinimumBucketFactor = 0.0

    package init() {}
}
