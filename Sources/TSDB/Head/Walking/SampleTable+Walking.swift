internal import Chunks

extension SampleTable {
    /// Copies the chunks of a series that overlap `window`, oldest first, the open one as far as it is written.
    func copyChunks(_ series: Int, _ window: ClosedRange<Int64>, into chunks: inout EncodedChunks) {
        // A series that has just been created may not have reached the samples yet.
        guard series < states.count else { return }
        let state = states[series]
        guard state.hasSamples, state.lastTimestamp >= window.lowerBound else { return }
        var numbers: [UInt32] = []
        var next = state.newestSealed
        while next > 0, sealed[Int(next) - 1].maxTime >= window.lowerBound {
            if sealed[Int(next) - 1].minTime <= window.upperBound { numbers.append(next) }
            next = sealed[Int(next) - 1].previous
        }
        for number in numbers.reversed() {
            let chunk = sealed[Int(number) - 1]
            chunks.append(
                minTime: chunk.minTime,
                maxTime: chunk.maxTime,
                encoding: .xor,
                payload: slots.bytes(of: chunk.slot).extracting(0..<Int(chunk.byteCount))
            )
        }
        let first = firstTimestamp(state)
        if state.sampleCount > 0, first <= window.upperBound {
            copyOpenChunk(state, first, into: &chunks)
        }
    }

    /// Copies the open chunk with the number of its samples, which it only gets when it is full.
    private func copyOpenChunk(_ state: SeriesState, _ first: Int64, into chunks: inout EncodedChunks) {
        let bytes = slots.bytes(of: state.slot).extracting(0..<state.appendState.byteCount)
        let count = UInt16(state.sampleCount)
        chunks.append(
            minTime: first,
            maxTime: state.lastTimestamp,
            encoding: .xor,
            byteCount: bytes.byteCount
        ) { output in
            output.append(UInt8(truncatingIfNeeded: count &>> 8))
            output.append(UInt8(truncatingIfNeeded: count))
            for offset in XORAppendState.headerBytes..<bytes.byteCount {
                // Safe: the offset is below the count; a byte needs no alignment.
                output.append(unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self))
            }
        }
    }
}
