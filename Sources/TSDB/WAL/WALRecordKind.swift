/// What a record of the write-ahead log holds: its first byte.
package enum WALRecordKind: UInt8, Sendable, CaseIterable {
    /// A type that this build does not know. Such records are skipped.
    case unknown = 0
    case series = 1
    case samples = 2
    case tombstones = 3
    case exemplars = 4
    /// Only in the write-behind log.
    case mmapMarkers = 5
    case metadata = 6
    case histograms = 7
    case floatHistograms = 8
    case customBucketHistograms = 9
    case customBucketFloatHistograms = 10
    /// Samples with start timestamps.
    case samplesV2 = 11
    case histogramsV2 = 12
    case floatHistogramsV2 = 13
}
