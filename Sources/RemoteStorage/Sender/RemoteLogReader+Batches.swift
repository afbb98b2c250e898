internal import PrometheusClient
internal import PrometheusConfiguration
internal import PrometheusWire

extension RemoteLogReader {
    /// Notes that an item was added to an open batch: a full one is handed over.
    @inline(__always)
    mutating func noteItem(_ shard: Int) {
        let count = open[shard].count
        if count == 1 {
            open[shard].deadline = .now + .milliseconds(queue.settings.queue.batchDeadlineMilliseconds)
        }
        if count >= queue.settings.queue.maximumSamplesPerSend { seal(shard, waits: true) }
    }

    /// Hands all open batches over.
    mutating func sealAll() {
        for index in open.indices where open[index].count > 0 { seal(index, waits: true) }
    }

    /// Encodes an open batch and hands it over; if the shard has no room it waits for some, or leaves the batch open.
    mutating func seal(_ shard: Int, waits: Bool) {
        var taken = OpenBatch()
        swap(&taken, &open[shard])
        defer { swap(&taken, &open[shard]) }
        guard waits || shards[shard].hasRoom else {
            // Encoding would be for nothing: it is tried again soon.
            taken.deadline = .now + .milliseconds(queue.settings.queue.batchDeadlineMilliseconds)
            return
        }
        let batch = encode(taken)
        taken.removeAll()
        queue.metrics.addPending(batch.counts, sign: 1)
        var pause: Int64 = 5
        while !shards[shard].offer(batch) {
            queue.metrics.enqueueRetries.increment()
            if let deadline = stopDeadline(), .now > deadline {
                queue.metrics.addPending(batch.counts, sign: -1)
                queue.metrics.countFailed(batch.counts)
                return queue.noteAborted(batch.counts)
            }
            ThreadPause.sleep(milliseconds: pause)
            pause = min(pause * 2, max(5, queue.settings.queue.maximumBackoffMilliseconds))
        }
    }

    private mutating func encode(_ batch: borrowing OpenBatch) -> RemoteBatch {
        let isAged = queue.settings.queue.sampleAgeLimitMilliseconds > 0
        let isSecond = queue.settings.message == .version2
        var counts = RemoteItemCounts()
        var items: [RemoteBatch.Source.Item] = []
        var newest: Int64 = 0
        writer.begin()
        for index in 0..<batch.count {
            let kind = isSecond ? encodeSecond(batch, index) : encodeFirst(batch, index)
            counts.add(kind)
            newest = max(newest, batch.timestamps[index])
            if isAged {
                items.append(.init(end: writer.seriesByteCount, timestamp: batch.timestamps[index], kind: kind))
            }
        }
        let (bytes, head) = isSecond ? writer.secondVersion() : (writer.firstVersion(), 0)
        guard isAged else { return RemoteBatch(bytes, counts, newestMilliseconds: newest, nil) }
        let placed = items.map { RemoteBatch.Source.Item(end: $0.end + head, timestamp: $0.timestamp, kind: $0.kind) }
        let source = RemoteBatch.Source(bytes: bytes, headBytes: head, items: placed)
        return RemoteBatch(bytes, counts, newestMilliseconds: newest, source)
    }

    private mutating func encodeFirst(_ batch: borrowing OpenBatch, _ index: Int) -> RemoteItemKind {
        let labels = table.labels(batch.series[index])
        let mark = Int(batch.marks[index])
        if mark == 0 {
            writer.appendFirst(labels, batch.timestamps[index], batch.values[index])
            return .samples
        }
        if mark > 0 {
            writer.appendFirst(labels, batch.timestamps[index], batch.histograms[mark - 1].histogram)
            return .histograms
        }
        writer.appendFirst(labels, batch.exemplars[-mark - 1])
        return .exemplars
    }

    private mutating func encodeSecond(_ batch: borrowing OpenBatch, _ index: Int) -> RemoteItemKind {
        let entry = table.symbols(batch.series[index])
        let mark = Int(batch.marks[index])
        if mark == 0 {
            writer.appendSecond(
                entry,
                table.texts,
                batch.timestamps[index],
                batch.values[index],
                start: batch.start(at: index)
            )
            return .samples
        }
        if mark > 0 {
            let (histogram, start) = batch.histograms[mark - 1]
            writer.appendSecond(entry, table.texts, batch.timestamps[index], histogram, start: start)
            return .histograms
        }
        writer.appendSecond(entry, table.texts, batch.exemplars[-mark - 1])
        return .exemplars
    }
}
