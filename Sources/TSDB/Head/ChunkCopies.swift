internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import Storage

/// Chunks of one series in the order of time, to be decoded without a lock: copies, or places in files.
struct ChunkCopies {
    /// The times of a chunk's first and last sample.
    struct Times {
        var first: Int64
        var last: Int64
    }

    /// The payloads that were copied, and behind them what their decoder wants to be able to read.
    private var bytes: [UInt8] = []
    private var extents: [ChunkExtent] = []
    private var times: [Times] = []
    /// Those of `extents` that lie in files.
    private var mapped: [(index: Int, place: SealedChunk.Place)] = []
    /// Keeps the files that are named.
    private var files = HeadChunkFileSet()
    /// The samples of the oldest chunks, which are not among `extents`.
    private var kept: DecodedColumn?
    /// What the samples of the chunks in files, which are the oldest ones, may be kept as.
    private var key: ColumnKey?
    /// How many of `extents` these are.
    private var mappedCount = 0
    /// There are no other samples from here up to the oldest chunk.
    private var completeFrom = Int64.min
    /// The chunk that is still open, if there is one: its payload does not say how many samples it has.
    private var open: Int?

    init() {}

    /// The number of chunks.
    var count: Int { extents.count }

    /// Makes room.
    mutating func reserve(chunks: Int, byteCount: Int) {
        bytes.reserveCapacity(byteCount + ChunkPayload.guardBytes)
        extents.reserveCapacity(chunks)
        times.reserveCapacity(chunks)
    }

    /// Adds a copy of the payload of a full chunk.
    mutating func add(_ payload: RawSpan, _ encoding: ChunkEncoding, _ times: Times) {
        // A payload in memory has its header; what is wrong with it shows when it is decoded.
        let count = (try? ChunkPayload(encoding, payload).sampleCount()) ?? 0
        add(payload, encoding, times, count)
    }

    /// Adds a copy of the open chunk.
    mutating func addOpen(_ payload: RawSpan, _ times: Times, count: Int) {
        add(payload, .xor, times, count)
        open = extents.count - 1
    }

    /// Adds a chunk that lies in a file.
    mutating func add(_ place: SealedChunk.Place, in files: HeadChunkFileSet, _ times: Times) {
        if mapped.isEmpty { self.files = files }
        mapped.append((extents.count, place))
        self.times.append(times)
        extents.append(ChunkExtent(offset: 0, byteCount: 0, sampleCount: 0))
    }

    /// Takes the samples of a chunk in a file and of those before it from the cache, if that has all from `start` on.
    ///
    /// Chunks are met newest first. If all from this one on lie in files, they are named by this one: what comes before a
    /// chunk never changes.
    mutating func take(
        _ place: SealedChunk.Place,
        in files: HeadChunkFileSet,
        _ start: Int64,
        _ cache: ColumnCache
    ) -> Bool {
        guard mapped.isEmpty, let file = files[place.file] else { return false }
        let key = ColumnKey(file: file.identity, part: UInt64(place.offset))
        if let column = cache.find(key), column.completeFrom <= start {
            kept = column
            return true
        }
        self.key = key
        return false
    }

    /// Notes the time of the last sample that is older than all chunks here.
    mutating func noteEnd(at time: Int64) { completeFrom = time &+ 1 }

    /// Turns the order around: chunks name the one before them, so that they are met newest first.
    mutating func reverse() {
        extents.reverse()
        times.reverse()
        for position in mapped.indices { mapped[position].index = extents.count - 1 - mapped[position].index }
        mappedCount = mapped.count
        // A chunk in memory between others in files would be missing.
        if let newest = mapped.first, newest.index != mappedCount - 1 { key = nil }
    }

    /// Decodes the samples in `windows`, which ascend.
    consuming func decode(
        _ windows: some Collection<ClosedRange<Int64>>,
        into samples: inout SampleColumns
    ) throws(StorageError) {
        try loadMapped()
        bytes.append(contentsOf: repeatElement(0, count: ChunkPayload.guardBytes))
        do throws(ChunkError) {
            for window in windows {
                try ChunkPayload.decode(bytes.rawSpan, extents, window: window, into: &samples)
            }
        } catch { throw .corrupt("chunk in the head: \(error)") }
    }

    /// Decodes the samples in `window`; those of chunks in files may come from `cache`, or are kept there.
    consuming func decode(
        _ window: ClosedRange<Int64>,
        _ cache: ColumnCache?,
        into samples: inout SampleColumns
    ) throws(StorageError) {
        if let kept {
            kept.append(window, to: &samples)
            if extents.isEmpty { return }
        }
        try loadMapped()
        bytes.append(contentsOf: repeatElement(0, count: ChunkPayload.guardBytes))
        var rest = extents[...]
        if let cache, let key, let column = cache.keep(key, { column(key) }) {
            column.append(window, to: &samples)
            rest = rest.dropFirst(mappedCount)
        }
        guard !rest.isEmpty else { return }
        do throws(ChunkError) {
            let extents = rest.count == extents.count ? extents : Array(rest)
            try ChunkPayload.decode(bytes.rawSpan, extents, window: window, into: &samples)
        } catch { throw .corrupt("chunk in the head: \(error)") }
    }

    /// All samples of the chunks that lay in files.
    ///
    /// Whatever is wrong with a chunk is told where it matters.
    private func column(_ key: ColumnKey) -> DecodedColumn? {
        let chunks = Array(extents.prefix(mappedCount))
        guard chunks.allSatisfy({ $0.encoding.isFloat }) else { return nil }
        var samples = SampleColumns()
        do throws(ChunkError) {
            try ChunkPayload.decode(bytes.rawSpan, chunks, window: .min ... .max, into: &samples)
        } catch { return nil }
        return DecodedColumn(key, samples, completeFrom: completeFrom)
    }

    /// Appends all chunks; the open one gets the number of its samples, which it does not have yet.
    consuming func append(to chunks: inout EncodedChunks) throws(StorageError) {
        try loadMapped()
        if let open = open.map({ extents[$0] }) {
            bytes[open.offset] = UInt8(truncatingIfNeeded: open.sampleCount &>> 8)
            bytes[open.offset + 1] = UInt8(truncatingIfNeeded: open.sampleCount)
        }
        for (extent, times) in zip(extents, times) {
            chunks.append(
                minTime: times.first,
                maxTime: times.last,
                encoding: extent.encoding,
                payload: bytes.rawSpan.extracting(extent.offset..<(extent.offset + extent.byteCount))
            )
        }
    }

    // MARK: Parts

    private mutating func add(_ payload: RawSpan, _ encoding: ChunkEncoding, _ times: Times, _ count: Int) {
        extents.append(
            ChunkExtent(
                offset: bytes.count,
                byteCount: payload.byteCount,
                sampleCount: count,
                encoding: encoding
            )
        )
        self.times.append(times)
        bytes.append(payload)
    }

    /// Copies the chunks that lie in files, which are checked each time: the disk may have changed them.
    private mutating func loadMapped() throws(StorageError) {
        for (index, place) in mapped {
            guard let file = files[place.file] else { throw .corrupt("head chunk file \(place.file) is gone") }
            let record: HeadChunkRecord
            do throws(HeadChunkRecord.Failure) {
                record = try HeadChunkRecord(file.bytes, at: Int(place.offset))
            } catch {
                let reason = if case .damaged(let reason) = error { reason } else { "no chunk at \(place.offset)" }
                throw .corrupt("corruption in head chunk file \(file.path): \(reason)")
            }
            let payload = file.bytes.extracting(record.payload)
            do throws(ChunkError) {
                let encoding = try ChunkEncoding(byte: record.encoding)
                extents[index] = ChunkExtent(
                    offset: bytes.count,
                    byteCount: payload.byteCount,
                    sampleCount: try ChunkPayload(encoding, payload).sampleCount(),
                    encoding: encoding
                )
            } catch { throw .corrupt("corruption in head chunk file \(file.path): \(error)") }
            bytes.append(payload)
        }
        mapped = []
    }
}
