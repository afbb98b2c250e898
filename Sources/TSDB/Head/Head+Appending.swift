internal import Chunks
internal import PrometheusModel
internal import Storage
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension Head {
    /// The references of the series with these label sets, created and logged where they are new.
    func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        var results: [(reference: SeriesReference, isNew: Bool)] = []
        results.reserveCapacity(labels.count)
        var found: [SeriesID] = []
        index.withLock { index in
            // Where one is new the others mostly are, and looking for those is part of creating them.
            for set in labels {
                guard let series = index.find(set.packed) else { break }
                found.append(series)
            }
            // While the index is held no series is removed.
            samples.withReadLock { samples in
                for series in found { results.append((samples.states[series.index].reference(of: series), false)) }
            }
        }
        if found.count < labels.count { try create(labels, &results) }
        return results
    }

    /// Finds or creates the series from the one on that `results` ends before.
    private func create(
        _ labels: [Labels],
        _ results: inout [(reference: SeriesReference, isNew: Bool)]
    ) throws(StorageError) {
        try writer.withLock { writer throws(StorageError) in
            guard !writer.isClosed else { throw .closed }
            let start = results.count
            var found: [(series: SeriesID, isNew: Bool)] = []
            found.reserveCapacity(labels.count - start)
            let isFull = index.withLock { index in
                for set in labels[start...] {
                    guard let series = index.findOrInsert(set.packed) else { return true }
                    found.append(series)
                }
                return false
            }
            // Nobody removes series meanwhile: `writer` is held.
            samples.withLock { samples in
                for (series, isNew) in found {
                    if isNew { samples.begin(series) }
                    results.append((samples.states[series.index].reference(of: series), isNew))
                }
            }
            for (position, (series, isNew)) in found.enumerated() where isNew {
                writer.addSeries(series, labels[start + position])
            }
            try writer.logSeries()
            if isFull { throw .io(operation: "create series: label text is full", errorNumber: ENOSPC) }
        }
    }

    /// Logs and stores a batch.
    func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let (references, timestamps, values) = (batch.references, batch.timestamps, batch.values)
        activeAppenders.add(1, ordering: .relaxed)
        appendersCreated.add(1, ordering: .relaxed)
        defer { activeAppenders.subtract(1, ordering: .relaxed) }
        return try writer.withLock { writer throws(StorageError) in
            guard !writer.isClosed else { throw .closed }
            writer.skipped.removeAll(keepingCapacity: true)
            // Nothing else changes samples before this batch is stored: `writer` is held.
            var outcome = samples.withLock { samples in
                samples.late.batch.begin(refuses: batch.refusesLate, refusesMarkers: batch.refusesLateMarkers)
                return samples.check(references, timestamps, values, &writer.skipped)
            }
            let extras = batch.isFloatOnly ? nil : check(extrasOf: batch, writer, &outcome)
            if batch.isAtomic, isRefusedAsWhole(batch, &outcome) { return outcome }
            let starts = writer.features.storesStartTimestamps ? batch.startTimestamps : []
            let late = samples.withReadLock { $0.late.batch.samples(references, timestamps, values, starts: starts) }
            if writer.skipped.count == references.count, extras == nil, late.isEmpty { return outcome }
            if writer.skipped.isEmpty {
                try logAndStore(references, timestamps, values, starts, extras, late, &writer)
            } else {
                let kept = writer.keep(references, timestamps, values, starts)
                try logAndStore(
                    kept.references,
                    kept.timestamps,
                    kept.values,
                    kept.startTimestamps,
                    extras,
                    late,
                    &writer
                )
            }
            return outcome
        }
    }

    /// The starts of `count` samples and behind them those of `late`; empty if none is known.
    private static func joined(_ starts: [Int64], _ count: Int, _ late: [LateSample]) -> [Int64] {
        guard !starts.isEmpty || late.contains(where: { $0.startTimestamp != 0 }) else { return [] }
        let all = starts.isEmpty ? [Int64](repeating: 0, count: count) : starts
        return all + late.map(\.startTimestamp)
    }

    private func logAndStore(
        _ references: [SeriesReference],
        _ timestamps: [Int64],
        _ values: [Double],
        _ starts: [Int64],
        _ extras: BatchExtras?,
        _ late: [LateSample],
        _ writer: inout HeadWriter
    ) throws(StorageError) {
        do {
            if late.isEmpty {
                try writer.logSamples(references, timestamps, values, starts, extras)
            } else {
                // This log has all samples, in order or not.
                try writer.logSamples(
                    references + late.map(\.reference),
                    timestamps + late.map(\.timestamp),
                    values + late.map(\.value),
                    Self.joined(starts, references.count, late),
                    extras
                )
            }
        } catch {
            samples.withLock { samples in
                for reference in references { samples.unmark(SeriesID(reference).index) }
            }
            throw error
        }
        samples.withLock { samples in
            if let extras, !extras.histograms.isEmpty {
                samples.recent.append(
                    references + extras.histograms.map(\.reference),
                    timestamps + extras.histograms.map(\.sample.timestamp)
                )
            } else {
                samples.recent.append(references, timestamps)
            }
            if samples.storesStarts {
                for index in references.indices {
                    let start = starts.isEmpty ? 0 : starts[index]
                    let series = SeriesID(references[index]).index
                    samples.append(series, timestamps[index], values[index].bitPattern, start: start)
                }
            } else {
                for index in references.indices {
                    samples.append(SeriesID(references[index]).index, timestamps[index], values[index].bitPattern)
                }
            }
            if let extras {
                for kept in extras.histograms { samples.append(SeriesID(kept.reference).index, kept.sample) }
            }
        }
        storeLate(late + (extras?.lateHistograms ?? []).map { LateSample($0.reference, $0.sample) }, &writer)
        if let extras { store(extras, &writer) }
        mapChunksIfMany(&writer)
    }
}
