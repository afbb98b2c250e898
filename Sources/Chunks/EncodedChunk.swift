/// A finished chunk of one series.
package struct EncodedChunk: Sendable, Hashable {
    package var encoding: ChunkEncoding
    /// The payload.
    package var bytes: [UInt8]
    package var sampleCount: Int
    /// The time of the first sample, in milliseconds since the Unix epoch.
    package var minTime: Int64
    /// The time of the last sample.
    package var maxTime: Int64

    package init(encoding: ChunkEncoding, bytes: [UInt8], sampleCount: Int, minTime: Int64, maxTime: Int64) {
        self.encoding = encoding
        self.bytes = bytes
        self.sampleCount = sampleCount
        self.minTime = minTime
        self.maxTime = maxTime
    }
}
