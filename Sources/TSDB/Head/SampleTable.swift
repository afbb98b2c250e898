internal import Chunks
internal import PrometheusModel
internal import Synchronization

/// The samples of all series in memory, and the times and counts that follow from them.
///
/// This is the part of the head that one lock protects: several of them, each for a part of the series, would be shards.
/// One is what measures best while batches are written to one log one after the other.
struct SampleTable: ~Copyable {
    /// The slots that chunks grow through: about an eighth more each, because most of a series' memory is its open chunk.
    private static let slotSizes = [
        24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024,
    ]

    private static let staleBits: UInt64 = 0x7FF0_0000_0000_0002

    let chunkRange: Int64
    var states = Column<SeriesState>()
    var sealed = Column<SealedChunk>()
    /// The first of the entries of `sealed` that are free, counted from 1; each names the next as its previous one.
    var firstFreeSealed: UInt32 = 0
    var slots = SlabArena(sizes: slotSizes)
    /// The native histograms of the few series that have some.
    var histograms = HistogramTable()
    /// The open chunks of floats with start timestamps.
    var started = StartedFloatTable()
    /// Whether floats are encoded as XOR2 from the next chunk on, instead of XOR.
    var usesXOR2 = false
    /// Whether chunks of floats are to have start timestamps, so that an open one without ends at once.
    var storesStarts = false
    /// The payloads of full chunks that are not in files, of other encodings than XOR.
    var aside = AsidePayloads()
    /// When the end of a chunk of floats is predicted, and when it takes no more in any case.
    var predictionSamples = ChunkCutting.predictionSamples(target: ChunkCutting.defaultSamples)
    var maxSamples = ChunkCutting.maxSamples(target: ChunkCutting.defaultSamples)
    /// The samples that came out of order, of the few series that have some.
    var late = LateTable()
    /// The oldest and the newest time; crossed while there is no sample.
    var minTime = Int64.max
    var maxTime = Int64.min
    /// Samples before this time are not taken.
    var minValidTime = Int64.min
    /// The files that full chunks may lie in.
    var files = HeadChunkFileSet()
    /// Whether full chunks are written to files.
    var usesFiles = false
    /// Full chunks that wait to be written, oldest first.
    var pendingChunks: [PendingChunk] = []
    /// So many of them may wait; `nil` if that is not limited, nor counted.
    var chunkQueueLimit: Int?
    /// How often a chunk that waits was read.
    let queuedReads = Atomic<Int>(0)
    /// What queriers that are open must not see.
    var recent = RecentCommits()
    /// Which queriers are open.
    var readers = OpenReaders()
    /// What is deleted, by the number of the series.
    var tombstones = Tombstones()
    /// Counts for metrics.
    var counts = HeadStatistics()

    init(chunkRange: Int64) {
        precondition(chunkRange > 0, "a chunk range is positive")
        self.chunkRange = chunkRange
    }

    /// The bytes kept, used or not.
    var byteCount: Int {
        states.capacityBytes + sealed.capacityBytes + slots.pageBytesInUse + histograms.byteCount + aside.byteCount
            + started.byteCount + late.byteCount
    }

    /// Begins a series with this number, which no series has.
    mutating func begin(_ series: SeriesID) {
        var state = SeriesState()
        state.isNew = true
        if series.index < states.count {
            precondition(states[series.index].isRemoved, "a number is given to two series")
            state.generation = states[series.index].generation
            states[series.index] = state
        } else {
            precondition(series.index == states.count, "a number is left out")
            states.append(state)
        }
        counts.seriesCreated += 1
    }

    /// The oldest time that a batch may bring whose first sample is of `firstTime`.
    func minValidTime(firstTime: Int64) -> Int64 {
        let newest = maxTime == .min ? firstTime : maxTime
        let (oldest, overflow) = newest.subtractingReportingOverflow(chunkRange / 2)
        return max(minValidTime, overflow ? .min : oldest)
    }

    /// Stores a sample that is newer than all of its series.
    @inline(__always)
    mutating func append(_ series: Int, _ timestamp: Int64, _ valueBits: UInt64) {
        var state = states[series]
        state.isInBatch = false
        countStale(&state, valueBits)
        let delta = UInt64(bitPattern: timestamp &- state.lastTimestamp)
        if state.sampleCount == 0 || mustCut(&state, delta) {
            if state.sampleCount > 0 { seal(series, &state) }
            if state.endsInHistogram, appendAfterHistogram(series, &state, timestamp, valueBits) {
                states[series] = state
                return
            }
            if usesXOR2 || state.isOpenAside, appendStarted(series, &state, timestamp, valueBits, 0) {
                states[series] = state
                return
            }
            begin(&state, timestamp, valueBits)
        } else {
            state.millisecondsUntilCut &-= UInt32(truncatingIfNeeded: delta)
            write(&state, timestamp, valueBits)
        }
        states[series] = state
        if timestamp > maxTime { maxTime = timestamp }
        if timestamp < minTime { minTime = timestamp }
        counts.samplesAppended &+= 1
    }

    /// Asks for the end of the series' open chunk, which an append is going to write.
    @inline(__always)
    func prefetchChunk(_ state: SeriesState) {
        if state.sampleCount > 0 { slots.prefetch(state.slot, at: Int(state.bitCount) &>> 3) }
    }

    /// Forgets that a batch was being checked, because it will not be stored.
    mutating func unmark(_ series: Int) { states[series].isInBatch = false }

    /// Remembers that the batch being checked has a sample of a series.
    @inline(__always)
    mutating func mark(_ series: Int) { states[series].isInBatch = true }

    // MARK: Parts

    @inline(__always)
    private mutating func write(_ state: inout SeriesState, _ timestamp: Int64, _ valueBits: UInt64) {
        var encoder = state.appendState
        let offset = Int(state.bitCount)
        let bits = encoder.encode(timestamp, valueBits)
        if encoder.byteCount > slots.size(of: state.slot) {
            state.slot = slots.move(state.slot, (offset &+ 7) &>> 3, toHold: encoder.byteCount)
        }
        var bytes = slots.mutableBytes(of: state.slot)
        XORAppendState.write(bits, at: offset, in: &bytes)
        state.appendState = encoder
    }

    /// Whether the open chunk takes no sample that is `delta` milliseconds newer than its last one.
    @inline(__always)
    private mutating func mustCut(_ state: inout SeriesState, _ delta: UInt64) -> Bool {
        if state.sampleCount == predictionSamples { predictEnd(&state) }
        return delta >= UInt64(state.millisecondsUntilCut)
            || state.bitCount > ChunkCutting.maxBytes * 8
            || state.sampleCount >= maxSamples
    }

    @inline(never)
    private mutating func predictEnd(_ state: inout SeriesState) {
        let end = state.lastTimestamp &+ Int64(state.millisecondsUntilCut)
        let predicted = ChunkCutting.predictedEnd(
            start: firstTimestamp(state),
            current: state.lastTimestamp,
            end: end,
            ratio: ChunkCutting.predictionRatio
        )
        state.millisecondsUntilCut = Self.clamped(predicted &- state.lastTimestamp)
    }

    @inline(never)
    private mutating func begin(_ state: inout SeriesState, _ timestamp: Int64, _ valueBits: UInt64) {
        state.slot = slots.allocate(XORAppendState.maxFirstSampleBytes)
        var bytes = slots.mutableBytes(of: state.slot)
        state.appendState = XORAppendState(beginningAt: timestamp, valueBits, in: &bytes)
        let end = ChunkCutting.rangeEnd(of: timestamp, chunkRange)
        state.millisecondsUntilCut = Self.clamped(end.subtractingReportingOverflow(timestamp).partialValue)
        state.isNew = false
        counts.chunksCreated += 1
        counts.chunkCount += 1
    }

    @inline(never)
    mutating func seal(_ series: Int, _ state: inout SeriesState) {
        let first = firstTimestamp(state)
        let byteCount = state.appendState.byteCount
        var bytes = slots.mutableBytes(of: state.slot)
        bytes.storeBytes(of: UInt16(state.sampleCount).bigEndian, toByteOffset: 0, as: UInt16.self)
        state.newestSealed = store(
            SealedChunk(
                minTime: first,
                maxTime: state.lastTimestamp,
                encoding: ChunkEncoding.xor.rawValue,
                slot: state.slot,
                byteCount: byteCount,
                previous: state.newestSealed
            )
        )
        queue(series, state.newestSealed)
        state.sampleCount = 0
        state.slot = SlabArena.noSlot
    }

    /// Has a full chunk written to a file.
    mutating func queue(_ series: Int, _ number: UInt32) {
        guard usesFiles else { return }
        pendingChunks.append(PendingChunk(series: UInt32(series), number: number))
        counts.queuedChunks += 1
    }

    /// Keeps a full chunk and returns its number, counted from 1.
    mutating func store(_ chunk: SealedChunk) -> UInt32 {
        let free = firstFreeSealed
        guard free > 0 else {
            sealed.append(chunk)
            return UInt32(sealed.count)
        }
        firstFreeSealed = sealed[Int(free) - 1].previous
        sealed[Int(free) - 1] = chunk
        return free
    }

    /// The time of the first sample of the open chunk, which only the chunk itself knows.
    func firstTimestamp(_ state: SeriesState) -> Int64 {
        guard state.sampleCount > 0, let time = try? XORChunk.firstTimestamp(of: slots.bytes(of: state.slot)) else {
            return state.lastTimestamp
        }
        return time
    }

    @inline(__always)
    mutating func countStale(_ state: inout SeriesState, _ valueBits: UInt64) {
        // A constant of this file: asking another target for it is a call per sample.
        let wasStale = state.hasSamples && state.lastValueBits == Self.staleBits
        let isStale = valueBits == Self.staleBits
        if wasStale != isStale { counts.staleSeriesCount += isStale ? 1 : -1 }
    }

    /// A span of time as 32 bits.
    ///
    /// A longer one, of 49 days, ends a chunk early, which every reader accepts.
    @inline(__always)
    private static func clamped(_ milliseconds: Int64) -> UInt32 {
        UInt32(clamping: milliseconds)
    }
}
