internal import Chunks
internal import PrometheusClient
internal import PrometheusBytes
internal import Storage

/// Writes blocks from the series of other blocks or of the head, one series at a time.
struct BlockCompactor: Sendable {
    /// How many series are written between two looks at whether to go on.
    private static let seriesPerLook = 64

    let directory: String
    let options: BlockWriterOptions
    /// How floats are encoded where they must be encoded anew.
    let floatEncoding: ChunkEncoding
    let metrics: DatabaseMetrics?
    /// Whether nobody wants the result any more.
    let isCancelled: @Sendable () -> Bool

    /// Writes a block of the samples that `cursors` have in the time of `meta`; `nil` if there are none.
    ///
    /// `meta` says times and origin; the block gets a name of its own. Until it is complete and on the disk there is no
    /// block, and what was written is removed.
    func write(_ cursors: [any SeriesCursor], _ meta: BlockMeta) throws(StorageError) -> BlockMeta? {
        guard meta.minTime < meta.maxTime else { return nil }
        metrics?.populatingBlock.set(1)
        defer { metrics?.populatingBlock.set(0) }
        let start = ContinuousClock.now
        var writer = try BlockWriter(dataDirectory: directory, ulid: meta.ulid, options: options)
        try addSymbols(cursors, &writer)
        var merger = SeriesMerger(cursors, window: meta.minTime...(meta.maxTime - 1), floatEncoding: floatEncoding)
        var series = CompactionSeries()
        var count = 0
        while try merger.next(&series) {
            try writer.add(symbols: series.symbols, series.chunks)
            if meta.compaction.level == 1 { observe(series.chunks) }
            count += 1
            if count % Self.seriesPerLook == 0, isCancelled() { throw .cancelled }
        }
        if isCancelled() { throw .cancelled }
        let written = try writer.finish(meta)
        metrics?.compactions.increment()
        metrics?.compactionSeconds.observe(start.duration(to: .now) / .seconds(1))
        return written
    }

    /// Writes the texts of all labels in their order, each once.
    private func addSymbols(_ cursors: [any SeriesCursor], _ writer: inout BlockWriter) throws(StorageError) {
        var texts = cursors.map { _ in [UInt8]() }
        var isLive = cursors.map { _ in true }
        for source in cursors.indices { isLive[source] = try cursors[source].nextSymbol(&texts[source]) }
        while true {
            var smallest: Int?
            for source in cursors.indices where isLive[source] {
                guard let best = smallest else {
                    smallest = source
                    continue
                }
                let (text, other) = (texts[source], texts[best])
                if text.rawSpan.compareBytes(with: other.rawSpan) < 0 { smallest = source }
            }
            guard let smallest else { return }
            let text = texts[smallest]
            let number = try writer.addSymbol(text.rawSpan)
            for source in cursors.indices where isLive[source] && texts[source] == text {
                cursors[source].number(number)
                isLive[source] = try cursors[source].nextSymbol(&texts[source])
            }
        }
    }

    private func observe(_ chunks: EncodedChunks) {
        guard let metrics else { return }
        for index in 0..<chunks.count {
            let payload = chunks.payload(at: index)
            metrics.chunkBytes.observe(Double(payload.byteCount))
            // Upstream observes milliseconds here, whatever the name says.
            metrics.chunkRange.observe(Double(chunks.maxTimes[index] &- chunks.minTimes[index]))
            if let count = try? ChunkPayload(chunks.encodings[index], payload).sampleCount() {
                metrics.chunkSamples.observe(Double(count))
            }
        }
    }
}
