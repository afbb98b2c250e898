internal import Chunks
internal import PrometheusBytes
internal import Storage
internal import Synchronization

extension HeadReplay {
    /// Replays a record of the write-behind log.
    ///
    /// A reader that leaves the head chunk files alone ignores the markers: the log has the samples of those chunks, too.
    mutating func applyLate(
        _ kind: WALRecordKind,
        _ payload: RawSpan,
        honoursMarkers: Bool = true
    ) throws(WALRecordError) {
        switch kind {
        case .samples, .samplesV2:
            var columns = WALSampleColumns()
            var failure: WALRecordError?
            do throws(WALRecordError) { try columns.decode(kind, payload) } catch { failure = error }
            var late: [LateSample] = []
            for index in 0..<columns.count {
                guard let reference = lateReference(columns.references[index]) else {
                    statistics.unknownLate.note(columns.references[index], .sample)
                    continue
                }
                let start = columns.startTimestamps.isEmpty ? 0 : columns.startTimestamps[index]
                late.append(
                    LateSample(
                        reference,
                        columns.timestamps[index],
                        columns.values[index],
                        startTimestamp: start
                    )
                )
            }
            store(late)
            if let failure { throw failure }
        case .histograms, .floatHistograms, .customBucketHistograms, .customBucketFloatHistograms, .histogramsV2,
            .floatHistogramsV2:
            try applyLateHistograms(kind, payload)
        case .mmapMarkers:
            let markers = try WALMarkers.decode(payload)
            if honoursMarkers { apply(markers) }
        default: statistics.skippedRecords[kind, default: 0] += 1
        }
    }

    /// Counts a repair of the write-behind log.
    mutating func noteLate(_ repair: WALRepair) { statistics.lateRepairs.append(repair) }

    private mutating func applyLateHistograms(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        var histograms: [WALHistogram] = []
        var failure: WALRecordError?
        do throws(WALRecordError) {
            statistics.skippedSamples += try WALHistogramReader.decode(kind, payload, into: &histograms)
        } catch { failure = error }
        var late: [LateSample] = []
        for sample in histograms where HistogramValidation.failure(of: sample.histogram) == nil {
            guard let reference = lateReference(sample.reference) else {
                statistics.unknownLate.note(sample.reference, .histogram)
                continue
            }
            let timed = TimedHistogram(sample.timestamp, sample.histogram, startTimestamp: sample.startTimestamp)
            late.append(LateSample(reference, timed))
        }
        store(late)
        if let failure { throw failure }
    }

    /// Forgets the samples that are in chunks which were found in the files.
    private mutating func apply(_ markers: [(series: UInt64, chunk: UInt64)]) {
        let last = lastLoadedChunk
        for marker in markers {
            guard let series = series(marker.series) else {
                statistics.unknownLate.note(marker.series, .marker)
                continue
            }
            guard marker.chunk <= last else { continue }
            head.samples.withLock { samples in
                samples.late.dropBuffer(series.index)
                samples.states[series.index].hasLate = samples.late[series.index] != nil
            }
        }
    }

    private func lateReference(_ reference: UInt64) -> SeriesReference? {
        guard let series = series(reference) else { return nil }
        return head.samples.withReadLock { $0.states[series.index].reference(of: series) }
    }

    private mutating func store(_ late: [LateSample]) {
        statistics.samples += late.count
        // Without its log: the samples are in it.
        head.writer.withLock { head.storeLate(late, &$0) }
    }
}
