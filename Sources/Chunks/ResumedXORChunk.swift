/// An XOR chunk that was read to be written on.
package struct ResumedXORChunk: Sendable {
    /// Where the chunk stands.
    package fileprivate(set) var state = XORAppendState()
    /// The time of the first sample.
    package fileprivate(set) var firstTimestamp: Int64 = 0
    /// The time of the sample that was asked for, `nil` if the chunk does not have so many.
    package fileprivate(set) var notedTimestamp: Int64?

    /// Reads the chunk with this payload and notes the time of sample number `noted`, counted from 1.
    package init(_ bytes: RawSpan, noting noted: Int) throws(ChunkError) {
        let count = try XORChunk.sampleCount(of: bytes)
        guard count > 0 else { throw .truncated(sample: 0) }
        var decoder = XORDecoder(bytes)
        try decoder.resume(count, noting: noted, &self)
    }

    fileprivate init() {}
}

extension XORDecoder {
    /// Reads `count` samples for the sake of the state that they leave behind.
    @_lifetime(self: copy self)
    fileprivate mutating func resume(
        _ count: Int,
        noting noted: Int,
        _ chunk: inout ResumedXORChunk
    ) throws(ChunkError) {
        var (timestamp, valueBits) = try readFirstSample()
        chunk.firstTimestamp = timestamp
        if noted == 1 { chunk.notedTimestamp = timestamp }
        var (delta, window, sample) = (0 as Int64, ValueWindow(), 1)
        let bitCount = bitLimit
        while sample < count {
            if sample == 1 { delta = try readSecondDelta() } else { delta &+= readDeltaOfDelta() }
            let next = timestamp &+ delta
            guard next > timestamp else { throw .unorderedTimestamps(sample: sample) }
            timestamp = next
            guard readValue(&valueBits, &window) else { throw .invalidValueWindow(sample: sample) }
            guard bitOffset <= bitCount else { throw .truncated(sample: sample) }
            sample &+= 1
            if sample == noted { chunk.notedTimestamp = timestamp }
        }
        chunk.state.lastTimestamp = timestamp
        chunk.state.lastDelta = delta
        chunk.state.lastValueBits = valueBits
        chunk.state.bitCount = UInt32(truncatingIfNeeded: bitOffset)
        chunk.state.sampleCount = UInt16(truncatingIfNeeded: count)
        // The whole value as a window serves as none: what is written next chooses one, unless it needs all bits.
        let isWhole = window.significantCount == 64
        chunk.state.leading =
            isWhole
            ? XORAppendState.unsetWindow
            : UInt8(truncatingIfNeeded: 64 &- window.significantCount &- window.trailing)
        chunk.state.trailing = isWhole ? 0 : UInt8(truncatingIfNeeded: window.trailing)
    }
}
