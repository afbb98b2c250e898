internal import PrometheusBytes
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension Head {
    /// So many series are looked at, and so many bytes gathered, before they are written.
    private static let snapshotSeries = 4096
    private static let snapshotBytes = 1 << 20

    /// Writes the open chunks of all series, what is deleted, and the exemplars into a directory of their own, from which
    /// the next start restores them instead of reading the log up to this place.
    ///
    /// Called when nothing is committed any more and full chunks are in files. Older snapshots are removed.
    func writeMemorySnapshot(_ place: MemorySnapshotPlace, in directory: String, _ options: WALOptions)
        throws(StorageError)
    {
        guard !samples.withReadLock({ $0.hasUnwrittenChunks }) else {
            throw .corrupt("full chunks could not be written to head chunk files")
        }
        let temporary = place.path + MemorySnapshotPlace.temporarySuffix
        try files.removeTree(temporary)
        do throws(StorageError) {
            try files.pass(.makeDirectory, temporary, "mkdir")
            var log = try WriteAheadLog(directory: temporary, options: options)
            try writeSnapshotSeries(&log)
            try writeSnapshotTombstones(&log)
            try writeSnapshotExemplars(&log)
            try log.close()
            try files.moveDirectory(temporary, to: place.path)
        } catch {
            // What is left behind is removed at the next start.
            try? files.removeTree(temporary)
            throw error
        }
        try MemorySnapshotPlace.removeAll(in: directory, except: place, files)
    }

    private func writeSnapshotSeries(_ log: inout WriteAheadLog) throws(StorageError) {
        var records = WALRecordBatch()
        let count = samples.withReadLock { $0.states.count }
        for start in stride(from: 0, to: count, by: Self.snapshotSeries) {
            writer.withLock { writer in
                index.withReadLock { index in
                    samples.withReadLock { samples in
                        for id in start..<min(count, start + Self.snapshotSeries) where !samples.states[id].isRemoved {
                            records.bytes.append(WALRecordKind.series.rawValue)
                            records.bytes.appendBigEndian(writer.references[SeriesID(id)])
                            records.bytes.appendVarint(UInt64(index.pairs(of: SeriesID(id)).count))
                            index.appendLabelSet(of: SeriesID(id), to: &records.bytes)
                            samples.appendSnapshot(id, to: &records.bytes)
                            records.endRecord()
                        }
                    }
                }
            }
            guard records.byteCount >= Self.snapshotBytes else { continue }
            try log.log(records)
            records.removeAll()
        }
        try log.log(records)
    }

    private func writeSnapshotTombstones(_ log: inout WriteAheadLog) throws(StorageError) {
        var named = Tombstones()
        writer.withLock { writer in
            samples.withReadLock { samples in
                for (series, intervals) in samples.tombstones.intervals {
                    let reference = writer.references[SeriesID(UInt32(truncatingIfNeeded: series))]
                    for interval in intervals { named.add(reference, interval) }
                }
            }
        }
        let entries = named.encodedEntries
        var records = WALRecordBatch()
        records.bytes.append(MemorySnapshotKind.tombstones.rawValue)
        records.bytes.appendVarint(UInt64(entries.count + 1))
        records.bytes.append(Tombstones.version)
        records.bytes += entries
        records.endRecord()
        try log.log(records)
    }

    private func writeSnapshotExemplars(_ log: inout WriteAheadLog) throws(StorageError) {
        var found: [WALExemplar] = []
        for (labels, exemplar) in exemplars.inOrder {
            guard let series = index.withLock({ $0.find(labels.packed) }) else { continue }
            found.append(WALExemplar(writer.withLock { $0.references[series] }, exemplar))
        }
        var records = WALRecordBatch()
        records.appendExemplars(found, kind: MemorySnapshotKind.exemplars.rawValue)
        try log.log(records)
    }
}
