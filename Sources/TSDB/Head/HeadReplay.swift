internal import PrometheusBytes
internal import PrometheusModel
internal import Storage
internal import Synchronization

/// Restores a head from the records of its log, one at a time.
struct HeadReplay: ~Copyable {
    let head: Head
    var statistics = ReplayStatistics()
    /// The series that the log's numbers name, from 1, unless they are positions.
    private var seriesByReference = ReferenceTable()
    /// Further numbers of series, and the newest sample that each names: the log needs their records as long as that.
    private var duplicates: [UInt64: Int64] = [:]
    /// The chunks that were found in files.
    private var chunks: HeadChunkLoading
    private var isPositional = true
    private var count = 0
    private var packed: [UInt8] = []
    private var columns = WALSampleColumns()
    /// The positions of series, `unknown` for none.
    private var ids: [UInt32] = []
    private static let unknown = UInt32.max
    /// So many samples ahead a series' state is asked for, and so many its chunk.
    private static let stateDistance = 24
    private static let chunkDistance = 12

    init(_ head: Head, _ chunks: consuming HeadChunkLoading) {
        self.head = head
        self.chunks = chunks
    }

    /// Replays a record.
    mutating func apply(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        switch kind {
        case .series: try applySeries(payload)
        case .samples, .samplesV2:
            // What was decoded before the bytes made no sense is stored all the same.
            do throws(WALRecordError) { try columns.decode(kind, payload) } catch {
                applySamples(columns, 0..<columns.count)
                throw error
            }
            applySamples(columns, 0..<columns.count)
        case .histograms, .floatHistograms, .customBucketHistograms, .customBucketFloatHistograms, .histogramsV2,
            .floatHistogramsV2:
            try applyHistograms(kind, payload)
        case .exemplars: try applyExemplars(payload)
        case .metadata: try applyMetadata(payload)
        case .tombstones: try applyTombstones(payload)
        default: statistics.skippedRecords[kind, default: 0] += 1
        }
    }

    /// Where the last chunk lies that was found in files.
    var lastLoadedChunk: UInt64 { chunks.last }

    /// Counts a repair.
    mutating func note(_ repair: WALRepair) { statistics.repairs.append(repair) }

    private mutating func applySeries(_ payload: RawSpan) throws(WALRecordError) {
        var cursor = WALSeriesCursor(payload)
        while let reference = try cursor.next(into: &packed) { _ = addSeries(reference) }
    }

    /// Adds the series that a cursor moves to; `nil` if there is none, or no room for it.
    mutating func addSeries(_ cursor: inout WALSeriesCursor) throws(WALRecordError) -> SeriesID? {
        guard let reference = try cursor.next(into: &packed) else { return nil }
        return addSeries(reference)
    }

    /// Adds the series whose label set is in `packed`; `nil` if there is no room for it.
    private mutating func addSeries(_ reference: UInt64) -> SeriesID? {
        let bytes = packed
        guard let (series, isNew) = head.index.withLock({ $0.findOrInsert(bytes) }) else {
            statistics.skippedRecords[.series, default: 0] += 1
            return nil
        }
        if isNew {
            head.writer.withLock { $0.references.assign(reference, to: series) }
            head.samples.withLock { samples in
                samples.begin(series)
                samples.states[series.index].isNew = false
            }
            count += 1
            statistics.series += 1
        } else if self.series(reference) != series {
            head.writer.withLock { $0.references.reserve(reference) }
            duplicates[reference] = .min
        }
        name(series, reference)
        adoptChunks(series, reference)
        return series
    }

    /// Remembers which series a number names.
    private mutating func name(_ series: SeriesID, _ reference: UInt64) {
        if isPositional {
            if reference == UInt64(series.rawValue) + 1 { return }
            isPositional = false
            for position in 0..<count { seriesByReference.set(UInt32(position) + 1, for: UInt64(position) + 1) }
            // The series itself has no other name if it is new.
            if series.index == count - 1, reference != UInt64(count) { seriesByReference.set(0, for: UInt64(count)) }
        }
        seriesByReference.set(series.rawValue + 1, for: reference)
    }

    /// Gives a series the chunks that were found under a number.
    ///
    /// Those of a later number replace what there is of an earlier one.
    private mutating func adoptChunks(_ series: SeriesID, _ reference: UInt64) {
        let found = chunks.take(reference)
        if found.outOfOrder > 0 { head.samples.withLock { $0.adoptLate(series, found.outOfOrder) } }
        guard found.inOrder > 0 else { return }
        head.samples.withLock { $0.adopt(series, found.inOrder) }
    }

    /// Stores some samples of these columns.
    mutating func applySamples(_ columns: WALSampleColumns, _ range: Range<Int>) {
        let unknown = find(columns.references[range])
        if unknown > 0 { noteUnknown(columns, range) }
        let ids = ids
        let stored = head.samples.withLock { Self.store(ids, columns, range.lowerBound, &$0) }
        if !duplicates.isEmpty { noteDuplicates(columns, range) }
        head.writer.withLock { head.mapChunksIfMany(&$0) }
        statistics.samples += stored
        statistics.skippedSamples += range.count - unknown - stored
    }

    /// Finds the positions of series and returns how many are unknown.
    private mutating func find(_ references: ArraySlice<UInt64>) -> Int {
        ids.removeAll(keepingCapacity: true)
        var unknown = 0
        guard isPositional else {
            for reference in references {
                let series = series(reference)
                if series == nil { unknown += 1 }
                ids.append(series?.rawValue ?? Self.unknown)
            }
            return unknown
        }
        let count = UInt64(count)
        ids.append(addingCapacity: references.count) { ids in
            for reference in references {
                // The number 0 wraps around to one that no series has.
                let position = reference &- 1
                if position >= count { unknown += 1 }
                ids.append(position < count ? UInt32(truncatingIfNeeded: position) : Self.unknown)
            }
        }
        return unknown
    }

    /// Stores the samples from `start` on that series take, and returns their number.
    private static func store(
        _ ids: [UInt32],
        _ columns: WALSampleColumns,
        _ start: Int,
        _ samples: inout SampleTable
    ) -> Int {
        var stored = 0
        let hasStarts = samples.storesStarts && !columns.startTimestamps.isEmpty
        for index in ids.indices {
            // What is far away in memory is asked for in time.
            if index + stateDistance < ids.count { samples.states.prefetch(Int(ids[index + stateDistance])) }
            if index + chunkDistance < ids.count, ids[index + chunkDistance] != unknown {
                samples.prefetchChunk(samples.states[Int(ids[index + chunkDistance])])
            }
            guard ids[index] != unknown else { continue }
            let series = Int(ids[index])
            let state = samples.states[series]
            let timestamp = columns.timestamps[start + index]
            if timestamp < samples.minValidTime || state.hasSamples && timestamp <= state.lastTimestamp { continue }
            let valueBits = columns.values[start + index].bitPattern
            if hasStarts {
                samples.append(series, timestamp, valueBits, start: columns.startTimestamps[start + index])
            } else {
                samples.append(series, timestamp, valueBits)
            }
            stored += 1
        }
        return stored
    }

    private mutating func applyTombstones(_ payload: RawSpan) throws(WALRecordError) {
        for (reference, interval) in try WALTombstones.decode(payload) {
            guard let series = series(reference) else {
                statistics.unknown.note(reference, .tombstone)
                continue
            }
            head.samples.withLock { samples in
                if interval == Int64.min...Int64.max {
                    // The series went into a block with all that it had.
                    samples.removeSamples(of: series)
                } else if interval.upperBound >= samples.minValidTime {
                    samples.tombstones.add(UInt64(series.rawValue), interval)
                }
            }
        }
    }

    func series(_ reference: UInt64) -> SeriesID? {
        guard isPositional else {
            let number = seriesByReference.value(reference)
            return number > 0 ? SeriesID(number - 1) : nil
        }
        return reference >= 1 && reference <= UInt64(count) ? SeriesID(Int(reference) - 1) : nil
    }

    /// A series whose record was lost keeps its number: a new one must not inherit its samples at the next replay.
    private mutating func noteUnknown(_ columns: WALSampleColumns, _ range: Range<Int>) {
        var newest: UInt64 = 0
        for (reference, id) in zip(columns.references[range], ids) where id == Self.unknown {
            statistics.unknown.note(reference, .sample)
            newest = max(newest, reference)
        }
        head.writer.withLock { $0.references.reserve(newest) }
    }

    private mutating func noteDuplicates(_ columns: WALSampleColumns, _ range: Range<Int>) {
        for (reference, timestamp) in zip(columns.references[range], columns.timestamps[range]) {
            if let newest = duplicates[reference] { duplicates[reference] = max(newest, timestamp) }
        }
    }

    /// Ends the replay: what no series claimed is dropped, series without samples are.
    consuming func finish() -> ReplayStatistics {
        let kept = duplicates
        head.writer.withLock { writer in
            for (reference, newest) in kept { writer.removed.insert(reference, until: newest) }
        }
        statistics.chunks = chunks.count
        head.samples.withLock { chunks.dropRest(&$0) }
        head.finishReplay()
        return statistics
    }
}
