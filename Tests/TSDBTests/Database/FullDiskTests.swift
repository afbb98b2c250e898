import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

/// Ingestion while the disk is full now and then.
@Suite struct FullDiskTests {
    /// System calls of which every n-th write is refused, or writes half of what it is given and is refused then.
    private final class Refusals: Sendable {
        private struct State {
            var count = 0
            var every: Int?
            var refused = 0
            var rest = false
        }

        private let state = Mutex(State())

        var refused: Int { state.withLock { $0.refused } }

        func refuse(every number: Int?) {
            state.withLock { state in
                state.every = number
                state.rest = false
            }
        }

        var operations: WALFileOperations {
            var operations = WALFileOperations.system
            operations.write = { [self] descriptor, bytes, offset in
                let (isRefused, isTorn) = state.withLock { state -> (Bool, Bool) in
                    guard let every = state.every else { return (false, false) }
                    if state.rest {
                        state.rest = false
                        return (true, false)
                    }
                    state.count += 1
                    guard state.count % every == 0 else { return (false, false) }
                    state.refused += 1
                    state.rest = state.refused % 2 == 0
                    return (true, state.rest)
                }
                guard isRefused else { return WALFileOperations.system.write(descriptor, bytes, offset) }
                guard isTorn, bytes.byteCount > 1 else { return (-1, 28) }
                return WALFileOperations.system.write(descriptor, bytes.extracting(0..<(bytes.byteCount / 2)), offset)
            }
            return operations
        }
    }

    @Test(arguments: [1, 2, 3, 5, 7, 11, 29])
    func `every n-th write is refused, and nothing that was acknowledged is lost`(every: Int) throws {
        let directory = try TemporaryDirectory.inMemory()
        let refusals = Refusals()
        let database = try DatabaseModel.open(directory.path + "/data") { $0.writes = refusals.operations }
        var model = DatabaseModel()
        var (errors, time) = (0, 1_000_000_000 as Int64)
        for step in 0..<300 {
            if step % 50 == 20 { refusals.refuse(every: every) }
            if step % 50 == 40 { refusals.refuse(every: nil) }
            let isOutOfRoom = step % 50 >= 20 && step % 50 < 40
            let before = model
            do { try model.commit(database, series(step), time, Double(step)) } catch {
                #expect("\(error)".contains("no space left on device"), "\(error)")
                errors += 1
                // The next attempt may bring the same samples.
                model = before
                #expect(isOutOfRoom)
            }
            if step % 3 == 0 { try? database.head.mapChunksRegularly() }
            // Queries see what was acknowledged, and nothing else.
            if step % 10 == 0 { #expect(try DatabaseModel(of: database) == model) }
            if step % 97 == 30 { try expectKept(directory, model) }
            time += 250
        }
        #expect(errors > 0 && refusals.refused > 0)
        #expect(try DatabaseModel(of: database) == model)
        try expectKept(directory, model)
        try database.close()
        try expectKept(directory, model)
    }

    /// New series now and then.
    private func series(_ step: Int) -> [Labels] {
        (0..<(6 + step / 8)).map { number in ["__name__": "m", "number": "\(number)"] }
    }

    /// A copy of the directory, as a crash leaves it, has what was acknowledged.
    private func expectKept(_ directory: TemporaryDirectory, _ model: DatabaseModel) throws {
        let copy = directory.path + "/copy"
        directory.remove(copy)
        try directory.copy(directory.path + "/data", to: copy)
        let opened = try DatabaseModel.open(copy)
        #expect(opened.replayStatistics.unknownReferences == 0)
        #expect(try DatabaseModel(of: opened) == model)
        try opened.close()
    }
}
