/// Builds one XOR chunk in a byte array of its own.
package struct XORChunkBuilder: Sendable {
    private var storage = [UInt8](repeating: 0, count: 64)
    /// Where the chunk stands.
    package private(set) var state = XORAppendState()

    package init() {}

    /// The number of samples written.
    package var sampleCount: Int { Int(state.sampleCount) }

    /// The chunk's payload so far.
    package var bytes: [UInt8] {
        guard state.sampleCount > 0 else { return [0, 0] }
        var bytes = Array(storage[..<state.byteCount])
        bytes[0] = UInt8(truncatingIfNeeded: state.sampleCount &>> 8)
        bytes[1] = UInt8(truncatingIfNeeded: state.sampleCount)
        return bytes
    }

    /// Appends a sample.
    /// - Precondition: `timestamp` is newer than the newest sample, and the chunk has fewer than 65,535 samples.
    package mutating func append(_ timestamp: Int64, _ value: Double) {
        guard state.sampleCount > 0 else {
            var span = storage.mutableSpan
            // Safe: bytes have no padding and every bit pattern is a byte.
            var bytes = unsafe span.mutableBytes
            let first = XORAppendState(beginningAt: timestamp, value.bitPattern, in: &bytes)
            state = first
            return
        }
        precondition(state.sampleCount < .max, "a chunk has at most 65535 samples")
        precondition(timestamp > state.lastTimestamp, "a chunk's samples ascend in time")
        let offset = Int(state.bitCount)
        let bits = state.encode(timestamp, value.bitPattern)
        let needed = state.byteCount + XORAppendState.guardBytes + 1
        if needed > storage.count {
            storage.append(contentsOf: repeatElement(0, count: max(needed - storage.count, storage.count)))
        }
        var span = storage.mutableSpan
        // Safe: as above.
        var bytes = unsafe span.mutableBytes
        XORAppendState.write(bits, at: offset, in: &bytes)
    }
}
