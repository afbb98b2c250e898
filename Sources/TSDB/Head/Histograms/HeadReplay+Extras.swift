internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension HeadReplay {
    /// Replays a record of native histograms.
    mutating func applyHistograms(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        var histograms: [WALHistogram] = []
        // What was decoded before the bytes made no sense is stored all the same.
        do throws(WALRecordError) {
            statistics.skippedSamples += try WALHistogramReader.decode(kind, payload, into: &histograms)
        } catch {
            store(histograms)
            throw error
        }
        store(histograms)
    }

    /// Replays a record of exemplars; those that are out of order are left out.
    mutating func applyExemplars(_ payload: RawSpan) throws(WALRecordError) {
        var read: [WALExemplar] = []
        try WALExemplarReader.decode(payload, into: &read)
        for sample in read {
            guard let series = series(sample.reference) else {
                statistics.unknown.note(sample.reference, .exemplar)
                continue
            }
            let labels = head.index.withReadLock { $0.labelSet(of: series) }
            _ = head.exemplars.append(sample.exemplar, of: labels)
        }
    }

    /// Replays a record of metadata.
    mutating func applyMetadata(_ payload: RawSpan) throws(WALRecordError) {
        var read: [WALMetadata] = []
        try WALMetadataReader.decode(payload, into: &read)
        for entry in read {
            guard let series = series(entry.reference) else {
                statistics.unknown.note(entry.reference, .metadata)
                continue
            }
            head.writer.withLock { $0.metadata[series] = entry.metadata }
        }
    }

    private mutating func store(_ histograms: [WALHistogram]) {
        var (stored, unknown) = (0, 0)
        for sample in histograms {
            guard let series = series(sample.reference) else {
                unknown += 1
                statistics.unknown.note(sample.reference, .histogram)
                // Its number must not go to another series.
                head.writer.withLock { $0.references.reserve(sample.reference) }
                continue
            }
            // A histogram that contradicts itself was written by somebody else; nothing here could read it again.
            guard HistogramValidation.failure(of: sample.histogram) == nil else { continue }
            let timed = TimedHistogram(sample.timestamp, sample.histogram, startTimestamp: sample.startTimestamp)
            let isStored = head.samples.withLock { $0.appendReplayed(series.index, timed) }
            if isStored { stored += 1 }
        }
        statistics.samples += stored
        statistics.skippedSamples += histograms.count - unknown - stored
    }
}
