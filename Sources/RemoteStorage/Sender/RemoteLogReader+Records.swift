internal import Logging
internal import PrometheusConfiguration
internal import PrometheusClient
internal import PrometheusModel
internal import TSDB

extension RemoteLogReader {
    /// Takes what a record holds.
    mutating func apply(_ kind: WALRecordKind, _ payload: RawSpan, segment: Int, isSent: Bool) {
        queue.metrics.countRecord(Self.name(of: kind))
        do throws(WALRecordError) {
            switch kind {
            case .series: try addSeries(payload, segment: segment)
            case .metadata: try addMetadata(payload)
            case .samples, .samplesV2:
                if isSent { try addSamples(kind, payload) }
            case .exemplars:
                if isSent, queue.settings.sendsExemplars { try addExemplars(payload) }
            case .histograms, .customBucketHistograms, .histogramsV2, .floatHistograms, .customBucketFloatHistograms,
                .floatHistogramsV2:
                if isSent, queue.settings.sendsNativeHistograms {
                    try addHistograms(kind, payload)
                }
            case .tombstones, .mmapMarkers, .unknown: break
            }
        } catch {
            queue.metrics.decodeFailures.increment()
        }
    }

    /// Notes that the series of a checkpoint are still there.
    mutating func noteSeries(_ payload: RawSpan, segment: Int) {
        var cursor = WALSeriesCursor(payload)
        // A damaged checkpoint ends the storage, not the sending.
        while let reference = try? cursor.next(into: &packed) { table.note(reference, segment: segment) }
    }

    private mutating func addSeries(_ payload: RawSpan, segment: Int) throws(WALRecordError) {
        var cursor = WALSeriesCursor(payload)
        while let reference = try cursor.next(into: &packed) {
            table.add(reference, Labels(packed: packed), segment: segment)
        }
    }

    private mutating func addMetadata(_ payload: RawSpan) throws(WALRecordError) {
        guard queue.settings.message == .version2 else { return }
        var entries: [WALMetadata] = []
        try WALMetadataReader.decode(payload, into: &entries)
        for entry in entries { table.set(entry.metadata, of: entry.reference) }
    }

    private mutating func addSamples(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        try columns.decode(kind, payload)
        // Out of `self`, so that the rest of it can change.
        var taken = WALSampleColumns()
        swap(&taken, &columns)
        defer { swap(&taken, &columns) }
        let oldest = oldestAllowed
        var (dropped, unknown, tooOld) = (0, 0, 0)
        for index in 0..<taken.count {
            let timestamp = taken.timestamps[index]
            guard timestamp > startMilliseconds else { continue }
            guard timestamp >= oldest else {
                tooOld += 1
                continue
            }
            let reference = taken.references[index]
            let position = table.position(of: reference)
            guard position >= 0 else {
                unknown += 1
                continue
            }
            guard !table.isDropped(position) else {
                dropped += 1
                continue
            }
            let shard = shards.count == 1 ? 0 : Int(reference % UInt64(shards.count))
            let start = taken.startTimestamps.isEmpty ? 0 : taken.startTimestamps[index]
            if start == 0 {
                open[shard].append(position, timestamp, taken.values[index])
            } else {
                open[shard].append(position, timestamp, taken.values[index], start: start)
            }
            if timestamp > newestMilliseconds { newestMilliseconds = timestamp }
            noteItem(shard)
        }
        queue.drop(.samples, .droppedSeries, dropped)
        queue.drop(.samples, .unknownSeries, unknown)
        queue.drop(.samples, .tooOld, tooOld)
        queue.metrics.highestTimestamp.set(Double(newestMilliseconds / 1000))
    }

    private mutating func addHistograms(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        var histograms: [WALHistogram] = []
        _ = try WALHistogramReader.decode(kind, payload, into: &histograms)
        for sample in histograms {
            guard sample.timestamp > startMilliseconds,
                let (position, shard) = place(sample.reference, sample.timestamp, .histograms)
            else { continue }
            if queue.settings.message == .version1, sample.histogram.layout.usesCustomBuckets {
                queue.drop(.histograms, .customBuckets)
                queue.log(
                    .warning,
                    "Dropped native histogram with custom buckets (NHCB) as remote write v1 does not support it"
                )
                continue
            }
            open[shard].append(position, sample.timestamp, sample.histogram, start: sample.startTimestamp)
            newestMilliseconds = max(newestMilliseconds, sample.timestamp)
            noteItem(shard)
        }
    }

    private mutating func addExemplars(_ payload: RawSpan) throws(WALRecordError) {
        var exemplars: [WALExemplar] = []
        try WALExemplarReader.decode(payload, into: &exemplars)
        for entry in exemplars {
            // Not compared with the start: an exemplar is mostly older than the sample that it stands beside.
            guard let (position, shard) = place(entry.reference, entry.exemplar.timestamp, .exemplars) else { continue }
            open[shard].append(position, entry.exemplar)
            noteItem(shard)
        }
    }

    /// The series and the shard of a rare item; `nil`, and counted, if it is not sent.
    private func place(_ reference: UInt64, _ timestamp: Int64, _ kind: RemoteItemKind) -> (Int32, Int)? {
        let position = table.position(of: reference)
        if position < 0 {
            queue.drop(kind, .unknownSeries)
        } else if table.isDropped(position) {
            queue.drop(kind, .droppedSeries)
        } else if timestamp < oldestAllowed {
            queue.drop(kind, .tooOld)
        } else {
            return (position, Int(reference % UInt64(shards.count)))
        }
        return nil
    }

    /// What is older is too old to be sent.
    private var oldestAllowed: Int64 {
        let limit = queue.settings.queue.sampleAgeLimitMilliseconds
        return limit > 0 ? environment.clock.nowMilliseconds() - limit : .min
    }

    private static func name(of kind: WALRecordKind) -> String {
        switch kind {
        case .unknown: "unknown"
        case .series: "series"
        case .samples: "samples"
        case .tombstones: "tombstones"
        case .exemplars: "exemplars"
        case .mmapMarkers: "mmapmarkers"
        case .metadata: "metadata"
        case .histograms: "histogram_samples"
        case .floatHistograms: "float_histogram_samples"
        case .customBucketHistograms: "custom_buckets_histogram_samples"
        case .customBucketFloatHistograms: "custom_buckets_float_histogram_samples"
        case .samplesV2: "samples-v2"
        case .histogramsV2: "histogram_samples-v2"
        case .floatHistogramsV2: "float_histogram_samples-v2"
        }
    }
}
