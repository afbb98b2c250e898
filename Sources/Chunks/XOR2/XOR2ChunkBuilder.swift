internal import PrometheusModel

/// Builds one XOR2 chunk: floats with start timestamps (tsdb-formats.md, section 3.2).
package struct XOR2ChunkBuilder: Sendable {
    /// The bytes of the header: the number of samples and what the start timestamps are.
    static let headerBytes = 3

    private var bits = BitWriter(header: [0, 0, 0])
    private var starts = StartTimestampEncoder()
    private var window = ValueWindow()
    /// The newest value that is not a stale marker.
    private var base: UInt64 = 0
    private var delta: Int64 = 0
    /// The time of the first sample.
    package private(set) var firstTimestamp: Int64 = 0
    /// The time of the newest sample.
    package private(set) var lastTimestamp: Int64 = 0
    /// The number of samples written.
    package private(set) var sampleCount = 0

    package init() {}

    /// The number of bytes written.
    package var byteCount: Int { bits.byteCount }

    /// The chunk's payload so far.
    package var bytes: [UInt8] {
        var bytes = bits.bytes
        bytes[0] = UInt8(truncatingIfNeeded: sampleCount &>> 8)
        bytes[1] = UInt8(truncatingIfNeeded: sampleCount)
        return bytes
    }

    /// The bytes that the builder keeps besides itself, used or not.
    package var capacityBytes: Int { bits.capacityBytes }

    /// The chunk as it is now.
    package var encoded: EncodedChunk {
        EncodedChunk(
            encoding: .xor2,
            bytes: bytes,
            sampleCount: sampleCount,
            minTime: firstTimestamp,
            maxTime: lastTimestamp
        )
    }

    /// Appends a sample of a counter that started at `start` (0 if that is not known).
    /// - Precondition: `timestamp` is newer than the newest sample, and the chunk has fewer than 65,535 samples.
    package mutating func append(_ timestamp: Int64, _ value: Double, startTimestamp start: Int64 = 0) {
        precondition(sampleCount < 65_535, "a chunk has at most 65535 samples")
        precondition(sampleCount == 0 || timestamp > lastTimestamp, "a chunk's samples ascend in time")
        let newDelta = timestamp &- lastTimestamp
        switch sampleCount {
        case 0:
            firstTimestamp = timestamp
            bits.writeZigzagVarint(timestamp)
            bits.write(value.bitPattern, 64)
        case 1:
            bits.writeVarint(UInt64(bitPattern: newDelta))
            writeAfterTime(value)
            delta = newDelta
        default:
            writeTimeAndValue(newDelta &- delta, value)
            delta = newDelta
        }
        if !value.isStaleMarker { base = value.bitPattern }
        let headerChanged = starts.encode(
            start,
            sample: sampleCount,
            timestamp: timestamp,
            previousTimestamp: lastTimestamp,
            into: &bits
        )
        if headerChanged { bits.replaceByte(at: 2, by: starts.header) }
        lastTimestamp = timestamp
        sampleCount += 1
    }

    private mutating func writeTimeAndValue(_ difference: Int64, _ value: Double) {
        switch difference {
        case 0:
            if value.isStaleMarker { return bits.write(0b11111, 5) }
            guard value.bitPattern != base else { return bits.write(0, 1) }
            bits.write(0b10, 2)
            return writeChange(value)
        case -4096...4095:
            bits.write(0b110, 3)
            bits.write(lowBitsOf: difference, 13)
        case -524_288...524_287:
            bits.write(0b1110, 4)
            bits.write(lowBitsOf: difference, 20)
        default:
            bits.write(0b11110, 5)
            bits.write(lowBitsOf: difference, 64)
        }
        writeAfterTime(value)
    }

    /// A value where the prefix of the sample does not say whether it changed.
    private mutating func writeAfterTime(_ value: Double) {
        if value.isStaleMarker { return bits.write(0b111, 3) }
        let difference = value.bitPattern ^ base
        if difference == 0 { return bits.write(0, 1) }
        let needed = ValueWindow.tightest(difference)
        if window.covers(needed) {
            bits.write(0b10, 2)
            bits.write(difference &>> UInt64(window.trailing), window.width)
        } else {
            window = needed
            bits.write(0b110, 3)
            bits.write(difference, choosing: needed)
        }
    }

    /// A value that is known to have changed.
    private mutating func writeChange(_ value: Double) {
        let difference = value.bitPattern ^ base
        let needed = ValueWindow.tightest(difference)
        if window.covers(needed) {
            bits.write(0, 1)
            bits.write(difference &>> UInt64(window.trailing), window.width)
        } else {
            window = needed
            bits.write(1, 1)
            bits.write(difference, choosing: needed)
        }
    }
}
