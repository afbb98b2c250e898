internal import PrometheusBytes
internal import Storage
internal import Synchronization

extension Head {
    /// So many chunks are written at once.
    private static let mappedAtOnce = 4096
    private static let mappedBytes = 4 << 20

    /// Writes full chunks to the files of `chunks` from now on.
    func attach(_ chunks: HeadChunkWriter) {
        writer.withLock { $0.chunkFiles = chunks }
        samples.withLock { samples in
            samples.files = chunks.files
            samples.usesFiles = true
        }
    }

    /// Writes all full chunks to the head chunk files and gives their memory back.
    ///
    /// Returns their number.
    @discardableResult
    func mapFinishedChunks() throws(StorageError) -> Int {
        try writer.withLock { writer throws(StorageError) in
            writer.isMappingPaused = false
            return try mapFinishedChunks(&writer)
        }
    }

    /// The pass once a minute over full chunks, which counts what it writes.
    func mapChunksRegularly() throws(StorageError) {
        let count = try mapFinishedChunks()
        samples.withLock { $0.counts.mappedChunks += count }
    }

    /// Says how many full chunks may wait to be written, and counts what becomes of them; 0 for neither.
    func limitChunkQueue(to size: Int) { samples.withLock { $0.chunkQueueLimit = size > 0 ? size : nil } }

    /// Writes full chunks if many are waiting.
    ///
    /// A failure is left to the next regular attempt: the chunks stay in memory, and the log has their samples.
    func mapChunksIfMany(_ writer: inout HeadWriter) {
        guard !writer.isMappingPaused else { return }
        let isMany = samples.withReadLock { samples in
            samples.pendingChunks.count >= (samples.chunkQueueLimit ?? Self.mappedAtOnce)
                || samples.aside.byteCount >= Self.mappedBytes
        }
        guard isMany else { return }
        do throws(StorageError) { _ = try mapFinishedChunks(&writer) } catch { writer.isMappingPaused = true }
    }

    func mapFinishedChunks(_ writer: inout HeadWriter) throws(StorageError) -> Int {
        writeLateChunks(&writer)
        guard var files = writer.chunkFiles else { return 0 }
        // Out of the writer for the time, so that its other parts can be read meanwhile.
        writer.chunkFiles = nil
        defer { writer.chunkFiles = files }
        var total = 0
        while true {
            let batch = samples.withReadLock {
                $0.pendingChunks(atMost: Self.mappedAtOnce, byteCount: Self.mappedBytes)
            }
            guard !batch.isEmpty else { return total }
            let references = batch.map { writer.references[SeriesID($0.series)] }
            var places: [SealedChunk.Place] = []
            var failure: StorageError?
            do throws(StorageError) {
                // Nobody else changes or drops a full chunk: `writer` is held.
                try files.append(
                    batch.count,
                    record: { index, output in
                        samples.withReadLock { $0.appendRecord(batch[index], references[index], to: &output) }
                    },
                    written: { _, file, offset in
                        places.append(SealedChunk.Place(file: file, offset: UInt32(truncatingIfNeeded: offset)))
                    }
                )
            } catch { failure = error }
            let (written, set) = (places, files.files)
            samples.withLock { $0.publish(written, set) }
            total += written.count
            if let failure { throw failure }
        }
    }

    /// Removes the files below `number`, of which no chunk is left; the next chunk begins a new file.
    func removeChunkFiles(below number: UInt32) throws(StorageError) {
        try writer.withLock { writer throws(StorageError) in
            guard writer.chunkFiles != nil else { return }
            writer.chunkFiles?.endFile()
            try writer.chunkFiles?.removeFiles(below: number)
            let set = writer.chunkFiles?.files ?? HeadChunkFileSet()
            samples.withLock { $0.files = set }
        }
    }

    /// Waits until files that ended are on the disk.
    func syncFinishedChunkFiles() throws(StorageError) {
        for file in writer.withLock({ $0.chunkFiles?.takeUnsynced() ?? [] }) { try file.sync(.system) }
    }

    /// Finds the chunks in the files, for the replay to give them to their series.
    ///
    /// Damage costs the damaged file and the later ones, or all if that does not help: their samples come from the log.
    /// Called before anything else is in the head.
    func loadChunkFiles(
        _ writer: inout HeadChunkWriter,
        onDamage: (String) -> Void
    ) throws(StorageError) -> HeadChunkLoading {
        for isFirst in [true, false] {
            var loading = HeadChunkLoading()
            do throws(HeadChunkLoading.Failure) {
                for file in writer.files.all {
                    file.expectSequentialReading()
                    defer { file.releasePages() }
                    try samples.withLock { samples throws(HeadChunkLoading.Failure) in
                        try loading.load(file, into: &samples)
                    }
                }
                return loading
            } catch {
                samples.withLock { $0.forgetLoaded() }
                switch error {
                case .damaged(let file, let reason):
                    samples.withLock { $0.counts.chunkFileCorruptions += 1 }
                    onDamage(reason)
                    try writer.removeFiles(from: isFirst ? file : 0)
                case .unordered(let reason):
                    onDamage(reason)
                    try writer.removeFiles(from: 0)
                }
            }
        }
        return HeadChunkLoading()
    }
}
