internal import PrometheusModel
internal import Storage

/// What writing needs besides the head's memory: the log, the names of the series in it, and scratch space.
///
/// Whoever has this may write; commits are logged and stored one after the other in the same order.
struct HeadWriter: ~Copyable {
    /// The log, `nil` for a head that is in memory only.
    var log: WriteAheadLog?
    /// The log of the samples that came out of order, `nil` as long as none may.
    var lateLog: WriteAheadLog?
    var references = ReferenceMap()
    /// Series that are gone and whose records must stay in the log for the sake of older samples in it.
    var removed = RemovedSeries()
    var isClosed = false
    /// The files that full chunks are written to, `nil` for a head that keeps them in memory.
    var chunkFiles: HeadChunkWriter?
    /// Whether writing chunks failed, so that only the regular pass tries again.
    var isMappingPaused = false
    /// The metadata of the series that have some.
    var metadata: [SeriesID: SeriesMetadata] = [:]
    /// What is logged and kept besides samples.
    var features = HeadFeatures()
    /// New series that are not in the log yet.
    private var seriesRecords = WALRecordBatch()
    private var sampleRecords = WALRecordBatch()
    /// The positions of a batch that are not stored.
    var skipped: [Int] = []
    /// The rest of a batch of which something is skipped.
    private var kept = SampleBatch()
    private var loggedReferences: [UInt64] = []

    init() {}

    /// Names a new series and remembers that the log has to hear of it.
    mutating func addSeries(_ series: SeriesID, _ labels: borrowing Labels) {
        let reference = references.assignNew(to: series)
        if log != nil { seriesRecords.appendSeries(reference, labels) }
    }

    /// Logs the series that are not in the log yet.
    ///
    /// If that fails they stay for the next attempt.
    mutating func logSeries() throws(StorageError) {
        guard !seriesRecords.isEmpty, log != nil else { return }
        try log?.log(seriesRecords)
        seriesRecords.removeAll()
    }

    /// Logs a batch.
    mutating func logSamples(
        _ references: [SeriesReference],
        _ timestamps: [Int64],
        _ values: [Double],
        _ startTimestamps: [Int64],
        _ extras: BatchExtras?
    ) throws(StorageError) {
        guard log != nil else { return }
        try logSeries()
        sampleRecords.removeAll()
        if let extras { sampleRecords.appendMetadata(extras.loggedMetadata(self.references)) }
        if features.storesStartTimestamps {
            let logged = references.map { self.references[SeriesID($0)] }
            sampleRecords.appendSamples(logged, timestamps, values, startTimestamps: startTimestamps)
        } else if self.references.isPositional {
            // No number was given to a second series yet, so that references are numbers and nothing else.
            sampleRecords.appendSamples(references: references.span, timestamps: timestamps.span, values: values.span)
        } else {
            // Out of `self` for the call, so that another part of it can change.
            var logged: [UInt64] = []
            swap(&logged, &loggedReferences)
            logged.removeAll(keepingCapacity: true)
            for reference in references { logged.append(self.references[SeriesID(reference)]) }
            sampleRecords.appendSamples(references: logged.span, timestamps: timestamps.span, values: values.span)
            swap(&logged, &loggedReferences)
        }
        if let extras {
            sampleRecords.appendHistograms(
                extras.loggedHistograms(self.references),
                startTimestamps: features.storesStartTimestamps
            )
            sampleRecords.appendExemplars(extras.loggedExemplars(self.references))
        }
        try log?.log(sampleRecords)
    }

    /// The samples of a batch that are not skipped.
    mutating func keep(
        _ references: [SeriesReference],
        _ timestamps: [Int64],
        _ values: [Double],
        _ startTimestamps: [Int64]
    ) -> SampleBatch {
        kept.removeAll()
        var next = 0
        for index in references.indices {
            if next < skipped.count, skipped[next] == index {
                next += 1
            } else {
                let start = startTimestamps.isEmpty ? 0 : startTimestamps[index]
                kept.append(references[index], timestamps[index], values[index], startTimestamp: start)
            }
        }
        return kept
    }
}
