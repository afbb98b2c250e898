import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

/// The process ends at any write to the logs and to the head chunk files.
@Suite struct KilledWriteTests {
    /// System calls of which the n-th is the last; it may do half of its work.
    private final class Kill: Sendable {
        private struct State {
            var left: Int
            var isReached = false
        }

        private let state: Mutex<State>
        private let isTorn: Bool

        init(at number: Int, isTorn: Bool) {
            state = Mutex(State(left: number))
            self.isTorn = isTorn
        }

        var isReached: Bool { state.withLock { $0.isReached } }

        /// Whether a call happens: wholly, in part, or not at all.
        private func next() -> (happens: Bool, isHalf: Bool) {
            state.withLock { state in
                if state.isReached { return (false, false) }
                state.left -= 1
                guard state.left < 0 else { return (true, false) }
                state.isReached = true
                return (isTorn, true)
            }
        }

        var operations: WALFileOperations {
            var operations = WALFileOperations.system
            operations.write = { [self] descriptor, bytes, offset in
                let (happens, isHalf) = next()
                guard happens else { return (-1, 5) }
                let written = isHalf ? bytes.extracting(0..<(bytes.byteCount / 2)) : bytes
                return WALFileOperations.system.write(descriptor, written, offset)
            }
            operations.truncate = { [self] descriptor, size in
                next().happens ? WALFileOperations.system.truncate(descriptor, size) : (-1, 5)
            }
            return operations
        }
    }

    @Test(arguments: [false, true])
    func `what was acknowledged before is there, and nothing else but the batch that was on its way`(
        isTorn: Bool
    ) throws {
        var number = 0
        while true {
            let directory = try TemporaryDirectory.inMemory()
            let kill = Kill(at: number, isTorn: isTorn)
            let acknowledged = try run(directory.path + "/data", kill)
            try directory.copy(directory.path + "/data", to: directory.path + "/copy")
            let again = try Self.open(directory.path + "/copy", .system)
            let found = try DatabaseModel(of: again)
            again.head.checkInvariants()
            #expect(found.contains(acknowledged.before), "\(number)")
            #expect(acknowledged.after.contains(found), "\(number)")
            try again.close()
            guard kill.isReached else { break }
            number += isTorn ? 2 : 1
        }
        #expect(number > 80)
    }

    private static func open(_ path: String, _ writes: WALFileOperations) throws -> Database {
        try DatabaseModel.open(path) { options in
            options.writes = writes
            options.settings.outOfOrderWindowMilliseconds = 10_000_000
            options.outOfOrderCapacity = 4
        }
    }

    /// Commits samples, in order and not, until the process ends; returns what was stored before the last batch, and with it.
    private func run(_ path: String, _ kill: Kill) throws -> (before: DatabaseModel, after: DatabaseModel) {
        let database = try Self.open(path, kill.operations)
        var (model, time) = (DatabaseModel(), 1_000_000_000 as Int64)
        let series = Array(DatabaseModel.series.prefix(3))
        for step in 0..<60 as Range<Int64> {
            let before = model
            let at = step % 3 == 2 ? time - 50_000 - step : time
            do { try model.commit(database, series, at, Double(step)) } catch {
                var after = before
                for labels in series { after.samples[labels, default: [:]][at] = Double(step).bitPattern }
                return (before, after)
            }
            if kill.isReached { return (before, model) }
            if step % 10 == 9 { try? database.head.mapChunksRegularly() }
            if step % 25 == 24 { try? database.head.writer.withLock { _ = try $0.log?.cut() } }
            time += 1000
        }
        return (model, model)
    }
}
