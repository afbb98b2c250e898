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
        samples.withLock { $0.histograms.storesStarts = features.storesStartTimestamps }
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

    /// Logs from now on.
    func attach(_ log: consuming WriteAheadLog) {
        var attached: WriteAheadLog? = log
        writer.withLock { $0.log = attached.take() }
    }

    /// Refuses commits from now on and closes the log.
    func close() throws(StorageError) {
        try writer.withLock { writer throws(StorageError) in
            guard !writer.isClosed else { return }
            writer.isClosed = true
            // New series without samples that could not be logged when they came.
            try writer.logSeries()
            // What cannot be written is in the log.
            _ = try? mapFinishedChunks(&writer)
            try? writer.chunkFiles?.close()
            if let log = writer.log.take() { try log.close() }
            if let log = writer.lateLog.take() { try log.close() }
        }
    }

    /// Waits until the segments that the log has finished are on the disk; commits go on meanwhile.
    ///
    /// Returns how long each took.
    func syncFinishedSegments() throws(StorageError) -> [Duration] {
        let finished = writer.withLock { writer in
            (writer.log?.takeFinishedSegments() ?? []) + (writer.lateLog?.takeFinishedSegments() ?? [])
        }
        var durations: [Duration] = []
        for segment in finished {
            let start = ContinuousClock.now
            try segment.sync()
            durations.append(start.duration(to: .now))
        }
        try syncFinishedChunkFiles()
        return durations
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
