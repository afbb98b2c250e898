/// Where a chunk lies in a buffer of several chunks, and how to read it.
package struct ChunkExtent: Sendable {
    /// Position of the chunk's first byte.
    package var offset: Int
    package var byteCount: Int
    package var sampleCount: Int
    package var encoding: ChunkEncoding

    package init(offset: Int, byteCount: Int, sampleCount: Int, encoding: ChunkEncoding = .xor) {
        self.offset = offset
        self.byteCount = byteCount
        self.sampleCount = sampleCount
        self.encoding = encoding
    }
}
