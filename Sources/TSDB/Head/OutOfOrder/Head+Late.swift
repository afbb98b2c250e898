internal import Chunks
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension Head {
    /// Takes samples from now on that are at most so far behind the newest one; 0 for none.
    ///
    /// With a window there is a write-behind log, which stays until the end. `directory` is where it lies, `nil` for a head
    /// that is in memory only.
    func takeLate(window: Int64, capacity: Int, _ directory: String?) throws(StorageError) {
        try writer.withLock { writer throws(StorageError) in
            if window > 0, writer.lateLog == nil, let directory, let options = writer.log?.options {
                writer.lateLog = try WriteAheadLog(directory: directory, options: options)
            }
            samples.withLock { samples in
                samples.late.window = max(0, window)
                samples.late.capacity = min(max(1, capacity), 255)
            }
        }
    }

    /// Logs a write-behind from now on.
    func attachLate(_ log: consuming WriteAheadLog) {
        var attached: WriteAheadLog? = log
        writer.withLock { $0.lateLog = attached.take() }
    }

    /// Keeps samples that came out of order, and logs those that were kept.
    ///
    /// The write-ahead log has them already, so that a failure of the other one costs their place only.
    func storeLate(_ late: [LateSample], _ writer: inout HeadWriter) {
        guard !late.isEmpty else { return }
        var events = LateEvents()
        samples.withLock { samples in
            for sample in late { events.append(sample, samples.insertLate(sample)) }
        }
        let places = writeLateChunks(&writer)
        guard writer.lateLog != nil else { return }
        var records = WALRecordBatch()
        events.forEachGroup { markers, group in
            writer.append(markers, group, places, to: &records)
        }
        do throws(StorageError) { try writer.lateLog?.log(records) } catch {
            samples.withLock { $0.late.statistics.failedWrites += 1 }
        }
    }

    /// Writes full chunks to the files; returns where those lie that were written.
    ///
    /// What cannot be written stays in memory for the next attempt.
    @discardableResult
    func writeLateChunks(_ writer: inout HeadWriter) -> [UInt64: SealedChunk.Place] {
        let pending = samples.withReadLock { $0.late.pending }
        guard !pending.isEmpty, var files = writer.chunkFiles else { return [:] }
        // Out of the writer for the time, so that its other parts can be read meanwhile.
        writer.chunkFiles = nil
        defer { writer.chunkFiles = files }
        let references = pending.map { writer.references[SeriesID($0.series)] }
        var places: [SealedChunk.Place] = []
        do throws(StorageError) {
            try files.append(
                pending.count,
                record: { index, output in
                    samples.withReadLock { $0.appendRecord(pending[index], references[index], to: &output) }
                },
                written: { _, file, offset in
                    places.append(SealedChunk.Place(file: file, offset: UInt32(truncatingIfNeeded: offset)))
                }
            )
        } catch { writer.isMappingPaused = true }
        let (written, set) = (places, files.files)
        samples.withLock { samples in
            samples.files = set
            samples.late.publish(written)
        }
        var found: [UInt64: SealedChunk.Place] = [:]
        for (entry, place) in zip(pending, written) { found[entry.number] = place }
        return found
    }

    // MARK: Compaction

    /// Whether samples that came out of order may lie in `window`.
    func hasLate(in window: ClosedRange<Int64>) -> Bool {
        samples.withReadLock { samples in samples.late.series.values.contains { $0.overlaps(window) } }
    }

    /// Makes chunks of all samples that came out of order, and begins a new segment of the write-behind log.
    ///
    /// Returns a number below which those chunks are, the times, and the new segment; `nil` if there are none.
    func beginLateCompaction() throws(StorageError) -> (limit: UInt64, times: ClosedRange<Int64>, segment: Int?)? {
        try writer.withLock { writer throws(StorageError) in
            guard !writer.isClosed, let times = samples.withReadLock({ $0.late.times }) else { return nil }
            let segment = try writer.lateLog?.cut()
            let limit = samples.withLock { $0.late.fillAll($0.lateEncoding) }
            writeLateChunks(&writer)
            return (limit, times, segment)
        }
    }

    /// Drops the chunks below a number, which are in blocks, and what the write-behind log has of them.
    ///
    /// Waits for the queriers that may not see the blocks.
    func endLateCompaction(_ limit: UInt64, _ segment: Int?) throws(StorageError) {
        try waitForReadersOfNow()
        writer.withLock { _ in samples.withLock { $0.dropLate(below: limit) } }
        guard let segment, let directory = writer.withLock({ $0.lateLog?.directory }) else { return }
        samples.withLock { $0.late.statistics.truncations += 1 }
        do throws(StorageError) {
            for old in try WALDirectory.segments(in: directory) where old.index < segment { try files.remove(old.path) }
        } catch {
            samples.withLock { $0.late.statistics.failedTruncations += 1 }
            throw error
        }
    }
}

extension HeadWriter {
    /// Adds markers, then samples, to what the write-behind log is going to get.
    fileprivate func append(
        _ markers: [(SeriesReference, [UInt64])],
        _ group: [LateSample],
        _ places: [UInt64: SealedChunk.Place],
        to records: inout WALRecordBatch
    ) {
        var named: [(series: UInt64, chunk: UInt64)] = []
        for (reference, numbers) in markers {
            let series = references[SeriesID(reference)]
            if numbers.isEmpty { named.append((series, 0)) }
            // What could not be written to a file stays in memory, and in the log.
            for number in numbers {
                if let place = places[number] { named.append((series, place.reference)) }
            }
        }
        records.appendMarkers(named)
        let floats = group.filter { $0.histogram == nil }
        if !floats.isEmpty {
            let logged = floats.map { references[SeriesID($0.reference)] }
            let (timestamps, values) = (floats.map(\.timestamp), floats.map(\.value))
            if features.storesStartTimestamps {
                records.appendSamples(logged, timestamps, values, startTimestamps: floats.map(\.startTimestamp))
            } else {
                records.appendSamples(references: logged.span, timestamps: timestamps.span, values: values.span)
            }
        }
        var histograms: [WALHistogram] = []
        for sample in group {
            guard let timed = sample.histogram else { continue }
            histograms.append(
                WALHistogram(
                    references[SeriesID(sample.reference)],
                    timed.timestamp,
                    timed.histogram,
                    startTimestamp: timed.startTimestamp
                )
            )
        }
        records.appendHistograms(histograms, startTimestamps: features.storesStartTimestamps)
    }
}
