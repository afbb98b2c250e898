/// What a chunk holds, as found by decoding all of it.
package struct ChunkSummary: Sendable, Hashable {
    package var sampleCount: Int
    /// The time of the first sample, in milliseconds since the Unix epoch.
    package var minTime: Int64
    /// The time of the last sample.
    package var maxTime: Int64
}
