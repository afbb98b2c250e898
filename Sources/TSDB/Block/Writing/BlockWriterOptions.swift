/// How blocks are written.
package struct BlockWriterOptions: Sendable {
    /// The size that a file of chunks does not pass: `--storage.tsdb.max-block-chunk-segment-size`.
    package var segmentBytes = ChunkSegmentsFormat.limitBytes
    /// Whether the index has the sections that upstream wrote up to version 3.5, and that no reader needs.
    package var writesLabelIndices = false
    /// How many ids are collected at a time to make postings; eight bytes each, twice.
    package var postingsBatch = 1 << 20
    /// The way to the files.
    package var operations = FileOperations.system

    package init() {}
}
