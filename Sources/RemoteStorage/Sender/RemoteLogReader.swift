internal import Dispatch
internal import Logging
internal import PrometheusClient
internal import PrometheusConfiguration
internal import PrometheusModel
internal import PrometheusWire
internal import Storage
internal import Synchronization
internal import TSDB

/// Follows the log for one queue and fills its shards; all of it on one thread.
///
/// A full shard holds it up, never the ingestion.
struct RemoteLogReader: ~Copyable {
    enum Timing {
        /// How often a log that grows is looked at: what comes in between is read together.
        static let gatherMilliseconds: Int64 = 20
        /// How long to wait for news at most.
        static let idleMilliseconds: Int64 = 15_000
        static let segmentMilliseconds: Int64 = 100
        static let checkpoint = Duration.seconds(5)
        static let reshard = Duration.seconds(10)
        static let failureMilliseconds: Int64 = 5000
        /// A record whose checksum is wrong may still be written; so often it is read again.
        static let tornAttempts = 50
    }

    let queue: RemoteQueueContext
    let environment: RemoteWriteEnvironment
    let bell: Doorbell
    let stopDeadline: @Sendable () -> ContinuousClock.Instant?
    private let start: @Sendable (RemoteShard) -> Void

    var table: RemoteSeriesTable
    var writer = WriteRequestWriter()
    var shards: [RemoteShard] = []
    var open: [OpenBatch] = []
    var columns = WALSampleColumns()
    var packed: [UInt8] = []
    /// Older samples are not sent, in milliseconds.
    var startMilliseconds: Int64 = 0
    /// The newest segment when following began: what stands before it is not sent.
    var firstSentSegment = 0
    var newestMilliseconds: Int64 = 0
    private var calculation: ShardCalculation
    private var nextReshard = ContinuousClock.now + Timing.reshard
    private var nextCheckpoint = ContinuousClock.now + Timing.checkpoint
    private var checkpoint = -1
    private var arrivedBefore = 0

    init(
        _ queue: RemoteQueueContext,
        _ environment: RemoteWriteEnvironment,
        externalLabels: Labels,
        bell: Doorbell,
        stopDeadline: @escaping @Sendable () -> ContinuousClock.Instant?,
        start: @escaping @Sendable (RemoteShard) -> Void
    ) {
        self.queue = queue
        self.environment = environment
        self.bell = bell
        self.stopDeadline = stopDeadline
        self.start = start
        let sizes = queue.settings.queue
        calculation = ShardCalculation(limits: sizes.minimumShards...sizes.maximumShards)
        arrivedBefore = environment.arrivals.sampleCount
        table = RemoteSeriesTable(
            isSecondVersion: queue.settings.message == .version2,
            externalLabels: externalLabels,
            rules: queue.settings.relabelRules,
            takesTypesFromLabels: environment.takesTypesFromLabels
        )
        startMilliseconds = environment.clock.nowMilliseconds()
    }

    var isStopping: Bool { stopDeadline() != nil }

    /// Reads until the queue is stopped, then sends what is left within the deadline.
    mutating func run() {
        startShards(queue.settings.queue.minimumShards)
        while !isStopping {
            do throws(WALError) { try follow() } catch {
                guard !isStopping else { break }
                queue.log(.error, "error tailing WAL", [("err", "\(error)")])
                bellWait(milliseconds: Timing.failureMilliseconds)
                startMilliseconds = environment.clock.nowMilliseconds()
            }
        }
        stopShards()
    }

    // MARK: Following

    private mutating func follow() throws(WALError) {
        let directory = environment.logDirectory
        guard let first = try firstSegment(directory) else { return bellWait(milliseconds: 100) }
        var follower: WALFollower
        do throws(StorageError) { follower = try WALFollower(directory: directory, segment: first) } catch {
            throw .storage(error)
        }
        var segment = -1
        var tornAttempts = 0
        while true {
            do throws(WALError) {
                while let kind = try follower.next() {
                    tornAttempts = 0
                    if follower.segment != segment {
                        segment = follower.segment
                        queue.metrics.currentSegment.set(segment)
                    }
                    apply(kind, follower.payload, segment: segment, isSent: segment >= firstSentSegment)
                    lookAfterShards()
                    if let deadline = stopDeadline(), .now > deadline { return }
                }
            } catch {
                guard case .corrupt = error, !follower.hasNextSegment, tornAttempts < Timing.tornAttempts else {
                    throw error
                }
                tornAttempts += 1
            }
            // Everything that was written before the stop has been read.
            if isStopping { return }
            if try catchUp(follower) {
                do throws(StorageError) { try follower.move(to: checkpoint + 1) } catch { throw .storage(error) }
            }
            lookAfterShards()
            waitForNews()
        }
    }

    /// Learns the series of the newest checkpoint and tells where to go on.
    private mutating func firstSegment(_ directory: String) throws(WALError) -> Int? {
        let newest: WALDirectory.Checkpoint?
        let segments: [WALDirectory.Segment]
        do throws(StorageError) {
            newest = try WALDirectory.newestCheckpoint(in: directory)
            segments = try WALDirectory.segments(in: directory)
        } catch {
            // The directory comes when the storage is opened.
            return nil
        }
        guard let last = segments.last, let oldest = segments.first else { return nil }
        if let newest {
            try read(newest, isNew: true)
            checkpoint = newest.index
        }
        firstSentSegment = last.index
        return max(oldest.index, checkpoint + 1)
    }

    private mutating func read(_ checkpoint: WALDirectory.Checkpoint, isNew: Bool) throws(WALError) {
        var reader: WALReader
        do throws(StorageError) { reader = try WALReader(directory: checkpoint.path) } catch { throw .storage(error) }
        while let kind = try reader.next() {
            guard kind == .series || (isNew && kind == .metadata) else { continue }
            if isNew {
                apply(kind, reader.payload, segment: checkpoint.index, isSent: false)
            } else {
                noteSeries(reader.payload, segment: checkpoint.index)
            }
        }
    }

    /// Looks for a new checkpoint now and then, and forgets the series that are gone; `true` if segments that were not
    /// read yet are gone too.
    private mutating func catchUp(_ follower: borrowing WALFollower) throws(WALError) -> Bool {
        guard .now >= nextCheckpoint else { return false }
        nextCheckpoint = .now + Timing.checkpoint
        // What cannot be read now is looked at the next time.
        guard let newest = try? WALDirectory.newestCheckpoint(in: environment.logDirectory), newest.index > checkpoint
        else { return false }
        let isOvertaken = newest.index > follower.segment
        try read(newest, isNew: isOvertaken)
        checkpoint = newest.index
        sealAll()
        table.removeSeries(before: checkpoint)
        return isOvertaken && !follower.hasNextSegment
    }

    // MARK: Shards

    private mutating func startShards(_ count: Int) {
        shards = (0..<count).map { _ in RemoteShard(queue) }
        open = [OpenBatch](repeating: OpenBatch(), count: count)
        queue.metrics.shards.set(count)
        for shard in shards { start(shard) }
    }

    /// Lets the shards send what they have, until the deadline.
    private mutating func stopShards() {
        let deadline = stopDeadline() ?? .now + environment.flushDeadline
        sealAll()
        for shard in shards { shard.close() }
        for shard in shards {
            let left = max(0, Int(ContinuousClock.now.duration(to: deadline) / .milliseconds(1)))
            if shard.finished.wait(timeout: .now() + .milliseconds(left)) == .timedOut {
                shard.abort()
                shard.finished.wait()
            }
        }
        queue.metrics.shards.set(0)
    }

    /// Sends batches whose time has come, and looks at the number of shards now and then.
    private mutating func lookAfterShards() {
        let now = ContinuousClock.now
        for index in open.indices {
            if let deadline = open[index].deadline, deadline <= now { seal(index, waits: false) }
        }
        guard now >= nextReshard else { return }
        nextReshard = now + Timing.reshard
        let progress = queue.progress
        let totals = ShardCalculation.Totals(
            arrived: environment.arrivals.sampleCount - arrivedBefore,
            dropped: progress.dropped.load(ordering: .relaxed),
            sent: progress.sent.load(ordering: .relaxed),
            sendingSeconds: Double(progress.sendingNanoseconds.load(ordering: .relaxed)) / 1e9
        )
        let newest = environment.arrivals.newestMilliseconds
        let sent = progress.newestSentMilliseconds.load(ordering: .relaxed)
        let delay = sent == 0 ? 0 : Double(max(0, newest - sent)) / 1000
        let (desired, count) = calculation.next(totals, delaySeconds: delay, current: shards.count)
        if let desired { queue.metrics.desiredShards.set(desired) }
        guard count != shards.count, mayReshard() else { return }
        queue.log(.info, "Remote storage resharding", [("from", "\(shards.count)"), ("to", "\(count)")])
        stopShards()
        startShards(count)
    }

    private func mayReshard() -> Bool {
        let now = environment.clock.nowMilliseconds()
        let last = queue.progress.lastSentMilliseconds.load(ordering: .relaxed)
        if now - last > Int64(ShardCalculation.tickSeconds * 1000) {
            queue.log(.warning, "Skipping resharding, last successful send was beyond threshold")
            return false
        }
        if queue.progress.resumesMilliseconds.load(ordering: .relaxed) > now {
            queue.log(
                .warning,
                "Skipping resharding, resharding is disabled while waiting for recoverable errors"
            )
            return false
        }
        return !isStopping
    }

    // MARK: Waiting

    private func bellWait(milliseconds: Int64) {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while !isStopping, .now < end {
            bell.wait(milliseconds: Int64(ContinuousClock.now.duration(to: end) / .milliseconds(1)) + 1)
        }
    }

    /// Waits until something was committed, or until there is something to do anyway.
    private func waitForNews() {
        let now = ContinuousClock.now
        var next = min(nextReshard, nextCheckpoint)
        for batch in open { if let deadline = batch.deadline { next = min(next, deadline) } }
        let milliseconds = Int64(now.duration(to: next) / .milliseconds(1)) + 1
        bell.wait(milliseconds: min(max(milliseconds, 1), Timing.idleMilliseconds))
        guard !isStopping else { return }
        // A moment for more of the same scrape or request.
        ThreadPause.sleep(milliseconds: Timing.gatherMilliseconds)
    }
}
