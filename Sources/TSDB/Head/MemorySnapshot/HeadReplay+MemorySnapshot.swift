internal import Chunks
internal import PrometheusBytes
internal import Storage

extension HeadReplay {
    /// Restores what a snapshot has.
    ///
    /// On an error the head holds a part of it, and is of no use any more.
    mutating func restore(_ place: MemorySnapshotPlace) throws(WALError) {
        var reader: WALReader
        do throws(StorageError) { reader = try WALReader(directory: place.path) } catch { throw .storage(error) }
        while try reader.next() != nil {
            var failure: String?
            do throws(WALRecordError) { try restore(reader.recordBytes, &failure) } catch {
                failure = error.description
            }
            if let failure { throw reader.damage(failure) }
        }
    }

    private mutating func restore(_ record: RawSpan, _ failure: inout String?) throws(WALRecordError) {
        var reader = ByteReader(record)
        let type = reader.readByte() ?? 0
        let payload = record.extracting(droppingFirst: 1)
        switch MemorySnapshotKind(rawValue: type) {
        case .series: failure = try restoreSeries(payload)
        case .tombstones: failure = restoreTombstones(payload)
        case .exemplars: try applyExemplars(payload)
        case nil: failure = "unsupported snapshot record type 0b\(String(type, radix: 2))"
        }
    }

    private mutating func restoreSeries(_ payload: RawSpan) throws(WALRecordError) -> String? {
        let record = try MemorySnapshotSeries(payload)
        var cursor = WALSeriesCursor(payload.extracting(record.labels))
        guard let series = try addSeries(&cursor), let chunk = record.chunk else { return nil }
        return head.samples.withLock { samples in
            do throws(ChunkError) {
                try samples.restore(series.index, chunk, payload.extracting(chunk.payload))
                return nil
            } catch { return "chunk in a snapshot: \(error)" }
        }
    }

    private func restoreTombstones(_ payload: RawSpan) -> String? {
        var reader = ByteReader(payload)
        guard let range = reader.readLengthPrefixedRange(), !range.isEmpty else { return "tombstones: invalid size" }
        var entries = ByteReader(payload.extracting(range))
        let version = entries.readByte() ?? 0
        guard version == Tombstones.version else { return "invalid tombstone format \(String(version, radix: 16))" }
        while !entries.isAtEnd {
            guard let reference = entries.readVarint(), let minTime = entries.readZigzagVarint(),
                let maxTime = entries.readZigzagVarint()
            else { return "tombstones: invalid size" }
            guard minTime <= maxTime, let series = series(reference) else { continue }
            head.samples.withLock { samples in
                guard maxTime >= samples.minValidTime else { return }
                samples.tombstones.add(UInt64(series.rawValue), minTime...maxTime)
            }
        }
        return nil
    }
}
