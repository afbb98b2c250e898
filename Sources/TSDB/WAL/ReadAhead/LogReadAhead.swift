internal import Dispatch
internal import NativeThreads
internal import Storage
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Reads a log on a thread of its own, so that what it holds is stored while the rest is read, checked and decompressed.
///
/// A few batches go around between the two threads: memory stays bounded, whoever is slower.
final class LogReadAhead: Sendable {
    private struct State {
        /// Batches that were read, oldest first.
        var read: [LogBatch] = []
        /// Batches to be filled.
        var free: [LogBatch]
    }

    private static let batchCount = 4
    private static let stackBytes = 1 << 20

    private let state: Mutex<State>
    private let readCount = DispatchSemaphore(value: 0)
    private let freeCount = DispatchSemaphore(value: batchCount)
    private let ended = DispatchSemaphore(value: 0)
    private let isCancelled = Atomic<Bool>(false)
    private let segments: [WALDirectory.Segment]
    private let passesDamage: Bool
    private let offset: Int

    /// Starts to read these segments, past damage if that is wanted and up to it if not.
    ///
    /// The first one from `offset` on.
    init(_ segments: [WALDirectory.Segment], from offset: Int = 0, passesDamage: Bool) throws(StorageError) {
        self.segments = segments
        self.offset = offset
        self.passesDamage = passesDamage
        state = Mutex(State(free: (0..<Self.batchCount).map { _ in LogBatch() }))
        guard NativeThread.start(stackBytes: Self.stackBytes, { [self] in run() }) else {
            throw .io(operation: "start a thread that reads the log", errorNumber: EAGAIN)
        }
    }

    /// The next batch, in the order of the log; the last one says so.
    func next() -> LogBatch {
        readCount.wait()
        return state.withLock { $0.read.removeFirst() }
    }

    /// Takes a batch back that was dealt with.
    func recycle(_ batch: consuming LogBatch) {
        let batch = batch
        state.withLock { $0.free.append(batch) }
        freeCount.signal()
    }

    /// Ends reading: returns when no file is read any more.
    func stop() {
        isCancelled.store(true, ordering: .sequentiallyConsistent)
        freeCount.signal()
        ended.wait()
    }

    private func run() {
        var reader = WALReader(segments, from: offset)
        var isLast = false
        while !isLast {
            freeCount.wait()
            if isCancelled.load(ordering: .sequentiallyConsistent) { break }
            guard var batch = state.withLock({ $0.free.popLast() }) else { break }
            batch.fill(&reader, passesDamage: passesDamage)
            isLast = batch.isLast
            let filled = batch
            batch = LogBatch()
            state.withLock { $0.read.append(filled) }
            readCount.signal()
        }
        ended.signal()
    }
}
