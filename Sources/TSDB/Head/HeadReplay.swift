internal import PrometheusBytes
internal import PrometheusModel
internal import Storage
internal import Synchronization

/// Restores a head from the records of its log, one at a time.
struct HeadReplay: ~Copyable {
    private let head: Head
    private(set) var statistics = ReplayStatistics()
    /// The series that the log's numbers name, unless they are positions.
    private var seriesByReference: [UInt64: SeriesID] = [:]
    private var isPositional = true
    private var count = 0
    private var packed: [UInt8] = []
    private var columns = WALSampleColumns()
    private var ids: [SeriesID?] = []

    init(_ head: Head) { self.head = head }

    /// Replays a record.
    mutating func apply(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        switch kind {
        case .series: try applySeries(payload)
        case .samples, .samplesV2:
            // What was decoded before the bytes made no sense is stored all the same.
            do throws(WALRecordError) { try columns.decode(kind, payload) } catch {
                applySamples()
                throw error
            }
            applySamples()
        default: statistics.skippedRecords[kind, default: 0] += 1
        }
    }

    /// Counts a repair.
    mutating func note(_ repair: WALRepair) { statistics.repairs.append(repair) }

    private mutating func applySeries(_ payload: RawSpan) throws(WALRecordError) {
        var cursor = WALSeriesCursor(payload)
        while let reference = try cursor.next(into: &packed) {
            let bytes = packed
            guard let (series, isNew) = head.index.withLock({ $0.findOrInsert(bytes) }) else {
                statistics.skippedRecords[.series, default: 0] += 1
                continue
            }
            if isNew {
                head.writer.withLock { $0.references.assign(reference, to: series) }
                head.samples.withLock { $0.begin(series) }
                count += 1
                statistics.series += 1
            } else {
                head.writer.withLock { $0.references.reserve(reference) }
            }
            name(series, reference)
        }
    }

    /// Remembers which series a number names.
    private mutating func name(_ series: SeriesID, _ reference: UInt64) {
        if isPositional {
            if reference == UInt64(series.rawValue) + 1 { return }
            isPositional = false
            for position in 0..<count { seriesByReference[UInt64(position) + 1] = SeriesID(position) }
            // The series itself has no other name if it is new.
            if series.index == count - 1, reference != UInt64(count) { seriesByReference[UInt64(count)] = nil }
        }
        seriesByReference[reference] = series
    }

    private mutating func applySamples() {
        ids.removeAll(keepingCapacity: true)
        var unknown = 0
        for reference in columns.references {
            let series = series(reference)
            if series == nil { unknown += 1 }
            ids.append(series)
        }
        statistics.unknownReferences += unknown
        if unknown > 0 { reserveUnknown() }
        let (columns, ids) = (columns, ids)
        let stored = head.samples.withLock { samples in
            var stored = 0
            for case let series? in ids { samples.prefetchChunk(samples.states[series.index]) }
            for index in ids.indices {
                guard let series = ids[index] else { continue }
                let state = samples.states[series.index]
                let timestamp = columns.timestamps[index]
                if timestamp < samples.minValidTime || state.hasSamples && timestamp <= state.lastTimestamp { continue }
                samples.append(series.index, timestamp, columns.values[index].bitPattern)
                stored += 1
            }
            return stored
        }
        statistics.samples += stored
        statistics.skippedSamples += columns.count - unknown - stored
    }

    private func series(_ reference: UInt64) -> SeriesID? {
        guard isPositional else { return seriesByReference[reference] }
        return reference >= 1 && reference <= UInt64(count) ? SeriesID(Int(reference) - 1) : nil
    }

    /// A series whose record was lost keeps its number: a new one must not inherit its samples at the next replay.
    private func reserveUnknown() {
        let unknown = zip(columns.references, ids).filter { $0.1 == nil }.map(\.0).max()
        guard let unknown else { return }
        head.writer.withLock { $0.references.reserve(unknown) }
    }
}
