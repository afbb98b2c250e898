internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel

extension SampleTable {
    /// Whether there are full chunks that no file has: a snapshot would not have them either.
    var hasUnwrittenChunks: Bool { !pendingChunks.isEmpty || !usesFiles && sealed.count > 0 }

    /// The most bytes of an open chunk that is written on.
    private static let resumedBytes = 1000

    // MARK: Writing

    /// Appends what the record of a series in a snapshot has behind the labels: its open chunk, if there is one.
    func appendSnapshot(_ series: Int, to output: inout [UInt8]) {
        let state = states[series]
        // Once the span of the chunks.
        output.appendBigEndian(UInt64(0))
        if state.sampleCount > 0 {
            let payload = slots.bytes(of: state.slot).extracting(0..<state.appendState.byteCount)
            output.appendVarint(1)
            output.appendBigEndian(firstTimestamp(state))
            output.appendBigEndian(state.lastTimestamp)
            output.append(ChunkEncoding.xor.rawValue)
            let start = output.count + Self.varintBytes(payload.byteCount)
            output.append(lengthPrefixed: payload)
            // The open chunk does not say how many samples it has.
            output[start] = 0
            output[start + 1] = state.sampleCount
            appendLast(state.lastValueBits, to: &output)
        } else if let chunk = chunkAside(series, state) {
            output.appendVarint(1)
            output.appendBigEndian(chunk.minTime)
            output.appendBigEndian(chunk.maxTime)
            output.append(chunk.encoding.rawValue)
            let payload = chunk.bytes
            output.append(lengthPrefixed: payload.rawSpan)
            if state.endsInHistogram, let last = histograms.last(of: series) {
                output.append(last)
            } else {
                appendLast(state.lastValueBits, to: &output)
            }
        } else {
            output.appendVarint(0)
        }
    }

    private func appendLast(_ valueBits: UInt64, to output: inout [UInt8]) {
        for pair in 1...MemorySnapshotSeries.pairCount {
            output.appendBigEndian(UInt64(0))
            output.appendBigEndian(pair == MemorySnapshotSeries.pairCount ? valueBits : 0)
        }
    }

    private static func varintBytes(_ number: Int) -> Int { (70 - max(1, number).leadingZeroBitCount) / 7 }

    // MARK: Reading

    /// Gives a series the chunk that a snapshot has of it, unless files have it or a block does.
    mutating func restore(
        _ series: Int,
        _ chunk: MemorySnapshotSeries.Chunk,
        _ payload: RawSpan
    ) throws(ChunkError) {
        var state = states[series]
        guard chunk.maxTime >= minValidTime, !state.hasSamples || chunk.minTime > state.lastTimestamp else { return }
        let isResumed = chunk.encoding == .xor ? try resume(&state, payload) : false
        if !isResumed { try seal(series, &state, chunk, payload) }
        counts.chunksCreated += 1
        counts.chunkCount += 1
        state.isNew = false
        if state.lastValueBits == StaleMarker.bitPattern { counts.staleSeriesCount += 1 }
        states[series] = state
        maxTime = max(maxTime, state.lastTimestamp)
        minTime = min(minTime, isResumed ? chunk.minTime : oldestTime(series, state))
    }

    /// Opens a chunk again; `false` if it is not one that would have been written here.
    private mutating func resume(_ state: inout SeriesState, _ payload: RawSpan) throws(ChunkError) -> Bool {
        let resumed = try ResumedXORChunk(payload, noting: Int(predictionSamples))
        let count = Int(resumed.state.sampleCount)
        guard count < Int(maxSamples), resumed.state.byteCount <= Self.resumedBytes,
            resumed.state.lastDelta <= Int64(UInt32.max)
        else { return false }
        state.slot = slots.allocate(max(resumed.state.byteCount, XORAppendState.maxFirstSampleBytes))
        var bytes = slots.mutableBytes(of: state.slot)
        for offset in 0..<resumed.state.byteCount {
            // Safe: the payload has so many bytes, as reading it showed; a byte needs no alignment.
            let byte = unsafe payload.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
            bytes.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
        }
        state.appendState = resumed.state
        var end = ChunkCutting.rangeEnd(of: resumed.firstTimestamp, chunkRange)
        if let noted = resumed.notedTimestamp, count > Int(predictionSamples) {
            end = ChunkCutting.predictedEnd(
                start: resumed.firstTimestamp,
                current: noted,
                end: end,
                ratio: ChunkCutting.predictionRatio
            )
        }
        let rest = end.subtractingReportingOverflow(state.lastTimestamp)
        state.millisecondsUntilCut = UInt32(clamping: rest.overflow ? .max : rest.partialValue)
        return true
    }

    /// Takes a chunk as a full one.
    private mutating func seal(
        _ series: Int,
        _ state: inout SeriesState,
        _ chunk: MemorySnapshotSeries.Chunk,
        _ payload: RawSpan
    ) throws(ChunkError) {
        let count = try ChunkPayload(chunk.encoding, payload).sampleCount()
        var bytes: [UInt8] = []
        bytes.append(payload)
        seal(
            series,
            &state,
            EncodedChunk(
                encoding: chunk.encoding,
                bytes: bytes,
                sampleCount: count,
                minTime: chunk.minTime,
                maxTime: chunk.maxTime
            )
        )
        state.lastTimestamp = chunk.maxTime
        state.lastValueBits = chunk.lastValueBits
        state.endsInHistogram = !chunk.encoding.isFloat
    }
}
