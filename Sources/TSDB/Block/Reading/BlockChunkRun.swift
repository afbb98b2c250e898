internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import Storage

/// Chunks of one series that lie in the same file of a block, to be decoded together.
struct BlockChunkRun {
    private var file: MappedFile?
    private var extents: [ChunkExtent] = []

    /// The samples of the chunks that were added, as they claim.
    private(set) var sampleCount = 0

    init() {}

    /// Adds a chunk that was found to be whole; what was added before is decoded if it lies in another file.
    mutating func add(
        _ location: ChunkSegments.Location,
        _ window: ClosedRange<Int64>,
        _ samples: inout SampleColumns
    ) throws(StorageError) {
        if file !== location.file {
            try decode(window, into: &samples)
            file = location.file
        }
        let payload = ChunkPayload(location.encoding, location.file.bytes.extracting(location.payload))
        let count: Int
        do throws(ChunkError) { count = try payload.sampleCount() } catch {
            throw location.file.corrupt("\(error)", at: location.payload.lowerBound)
        }
        sampleCount += count
        extents.append(
            ChunkExtent(
                offset: location.payload.lowerBound,
                byteCount: location.payload.count,
                sampleCount: count,
                encoding: location.encoding
            )
        )
    }

    /// Appends the samples in `window` of all chunks that were added, and forgets them.
    mutating func decode(_ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {
        guard let file, !extents.isEmpty else { return }
        do throws(ChunkError) {
            try ChunkPayload.decode(file.bytes, extents, window: window, into: &samples)
        } catch {
            throw damage(file, error)
        }
        extents.removeAll(keepingCapacity: true)
        sampleCount = 0
    }

    /// Which of the chunks it is that cannot be decoded.
    private func damage(_ file: MappedFile, _ error: ChunkError) -> StorageError {
        for extent in extents {
            var samples = SampleColumns()
            let payload = ChunkPayload(
                extent.encoding,
                file.bytes.extracting(extent.offset..<extent.offset + extent.byteCount)
            )
            do throws(ChunkError) { try payload.decode(window: .min ... .max, into: &samples) } catch {
                return file.corrupt("\(error)", at: extent.offset)
            }
        }
        return file.corrupt("\(error)", at: extents.first?.offset ?? 0)
    }
}
