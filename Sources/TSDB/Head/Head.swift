internal import PrometheusBytes
internal import PrometheusModel
internal import Storage
internal import Synchronization

/// The newest samples of all series, in memory, and the log that they can be restored from.
///
/// Three locks, always taken in this order if more than one is needed: `writer` makes commits follow each other and
/// protects the log; `index` and `samples` protect memory and are held without waiting for the system. A reader takes
/// them one at a time.
final class Head: Sendable {
    let writer: Mutex<HeadWriter>
    let index: ReadWriteLock<SeriesIndex>
    let samples: ReadWriteLock<SampleTable>
    let activeAppenders = Atomic<Int>(0)
    let appendersCreated = Atomic<Int>(0)
    /// The newest exemplars; none are kept until somebody asks for them.
    let exemplars = ExemplarStore(capacity: 0, window: 0)
    let logTruncation = Mutex(LogTruncation())
    /// Whether nobody is to wait for queriers any more, because the head is about to be closed.
    let stopsWaiting = Atomic<Bool>(false)
    /// How files are removed and moved.
    let files: FileOperations

    /// An empty head without a log.
    init(chunkRange: Int64, files: FileOperations = .system) {
        self.files = files
        writer = Mutex(HeadWriter())
        index = ReadWriteLock(SeriesIndex(seed: FoldHash.processSeed))
        samples = ReadWriteLock(SampleTable(chunkRange: chunkRange))
    }

    /// Says what is kept besides samples, before anything is.
    func enable(_ features: HeadFeatures, exemplarCapacity: Int) {
        writer.withLock { $0.features = features }
        samples.withLock { samples in
            samples.histograms.storesStarts = features.storesHistogramStarts
            samples.storesStarts = features.storesStartTimestamps
        }
        exemplars.update(capacity: exemplarCapacity, outOfOrderWindowMilliseconds: 0)
    }

    /// Says how many samples a chunk of floats is to have, before anything is kept.
    func setSamplesPerChunk(_ wanted: Int) {
        let target = wanted > 0 ? wanted : ChunkCutting.defaultSamples
        samples.withLock { samples in
            samples.predictionSamples = ChunkCutting.predictionSamples(target: target)
            samples.maxSamples = ChunkCutting.maxSamples(target: target)
        }
    }

    /// Says how chunks of floats are encoded from the next one on: as XOR2, which has room for start timestamps, or as XOR.
    func encodeFloats(asXOR2 usesXOR2: Bool) { samples.withLock { $0.usesXOR2 = usesXOR2 } }

    /// Logs from now on.
    func attach(_ log: consuming WriteAheadLog) {
        var attached: WriteAheadLog? = log
        writer.withLock { $0.log = attached.take() }
    }

    /// Where the log of a head that is closed ends.
    struct LogEnd {
        var segment: Int
        var offset: Int
        var options: WALOptions
    }

    /// Refuses commits from now on and closes the log.
    /// - Returns: Where the log ends; `nil` without one, or if it was closed before.
    @discardableResult
    func close() throws(StorageError) -> LogEnd? {
        try writer.withLock { writer throws(StorageError) in
            guard !writer.isClosed else { return nil }
            writer.isClosed = true
            // New series without samples that could not be logged when they came.
            try writer.logSeries()
            // What cannot be written is in the log.
            _ = try? mapFinishedChunks(&writer)
            try? writer.chunkFiles?.close()
            var end: LogEnd?
            if let log = writer.log.take() {
                // Closing fills up the page.
                let pages = (log.segmentOffset + WALFormat.pageBytes - 1) / WALFormat.pageBytes
                end = LogEnd(segment: log.segment, offset: pages * WALFormat.pageBytes, options: log.options)
                try log.close()
            }
            if let log = writer.lateLog.take() { try log.close() }
            return end
        }
    }

    /// Waits until the segments that the log has finished are on the disk; commits go on meanwhile.
    ///
    /// Tells how long each took, and whether it is one of the write-behind log.
    func syncFinishedSegments(_ isSynced: (Duration, _ isLate: Bool) -> Void) throws(StorageError) {
        let (finished, late) = writer.withLock { writer in
            (writer.log?.takeFinishedSegments() ?? [], writer.lateLog?.takeFinishedSegments() ?? [])
        }
        for (segments, isLate) in [(finished, false), (late, true)] {
            for segment in segments {
                let start = ContinuousClock.now
                try segment.sync()
                isSynced(start.duration(to: .now), isLate)
            }
        }
        try syncFinishedChunkFiles()
    }

    /// Removes series that a replay found nothing for, and forgets the counts that it is not meant to leave behind.
    func finishReplay() {
        let mint = samples.withLock { samples in
            samples.counts.samplesAppended = 0
            samples.counts.histogramsAppended = 0
            samples.counts.mappedChunks = 0
            samples.late.statistics = LateStatistics()
            return samples.minValidTime
        }
        collectGarbage(before: mint, raisesMinTime: false)
    }
}
