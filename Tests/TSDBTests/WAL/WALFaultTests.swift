import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

@Suite struct WALFaultTests {
    /// Lets system calls through until they are told to fail.
    final class FaultyCalls: Sendable {
        struct State {
            /// Bytes that may still be written; `nil` without a limit.
            var room: Int?
            var truncationFails = false
            var writes = 0
        }

        let state = Mutex(State())

        var operations: WALFileOperations {
            var operations = WALFileOperations.system
            operations.write = { descriptor, bytes, offset in
                let room = self.state.withLock { state in
                    state.writes += 1
                    return state.room
                }
                guard let room else { return WALFileOperations.system.write(descriptor, bytes, offset) }
                guard room > 0 else { return (-1, 28) }
                let part = bytes.extracting(0..<min(room, bytes.byteCount))
                let result = WALFileOperations.system.write(descriptor, part, offset)
                self.state.withLock { $0.room = room - part.byteCount }
                return result
            }
            operations.truncate = { descriptor, size in
                if self.state.withLock({ $0.truncationFails }) { return (-1, 5) }
                return WALFileOperations.system.truncate(descriptor, size)
            }
            return operations
        }
    }

    let calls = FaultyCalls()
    let directory: TemporaryDirectory
    var options = WALOptions()

    init() throws {
        directory = try TemporaryDirectory()
        options.operations = calls.operations
        options.compression = .none
    }

    @Test(arguments: [0, 1, 6, 7, 8, 40, 56])
    func `a full disk fails the batch, leaves the log whole, and the next batch goes through`(room: Int) throws {
        var log = try WriteAheadLog(directory: directory.path, options: options)
        try log.log(batch(1))
        calls.state.withLock { $0.room = room }
        let error = #expect(throws: StorageError.self) { try log.log(batch(2)) }
        #expect(error?.description == "write to WAL: write \(directory.path)/00000000: no space left on device")
        #expect(try ReplayedLog(directory.path).corruption == nil)
        calls.state.withLock { $0.room = nil }
        try log.log(batch(3))
        let replayed = try ReplayedLog(directory.path)
        #expect(replayed.corruption == nil && replayed.series.map(\.reference) == [1, 3])
        #expect(log.statistics.failedWrites == 1)
    }

    @Test func `nothing is written behind a torn write that cannot be taken back`() throws {
        var log = try WriteAheadLog(directory: directory.path, options: options)
        try log.log(batch(1))
        calls.state.withLock { ($0.room, $0.truncationFails) = (20, true) }
        #expect(throws: StorageError.self) { try log.log(batch(2)) }
        calls.state.withLock { $0.room = nil }
        #expect(throws: StorageError.self) { try log.log(batch(3)) }
        #expect(throws: StorageError.self) { try log.cut() }
        calls.state.withLock { $0.truncationFails = false }
        try log.log(batch(4))
        let replayed = try ReplayedLog(directory.path)
        #expect(replayed.corruption == nil && replayed.series.map(\.reference) == [1, 4])
    }

    @Test func `a batch is one write`() throws {
        var log = try WriteAheadLog(directory: directory.path, options: options)
        var records = WALRecordBatch()
        for reference in 0..<100 as Range<UInt64> {
            records.appendSeries(reference, ["__name__": "m"])
            records.appendTombstones([(reference, 0...1)])
        }
        try log.log(records)
        #expect(records.count == 200 && calls.state.withLock { $0.writes } == 1)
    }

    @Test func `a failed write at a segment's end does not lose the segment before`() throws {
        var options = options
        options.segmentBytes = 32 << 10
        var log = try WriteAheadLog(directory: directory.path, options: options)
        var series: [UInt64] = []
        for reference in 1...400 as ClosedRange<UInt64> {
            if reference % 7 == 0 { calls.state.withLock { $0.room = Int(reference) } }
            if (try? log.log(batch(reference, padding: 300))) != nil { series.append(reference) }
            calls.state.withLock { $0.room = nil }
        }
        try log.close()
        let replayed = try ReplayedLog(directory.path)
        #expect(replayed.corruption == nil && replayed.series.map(\.reference) == series)
        #expect(series.count > 300)
    }

    private func batch(_ reference: UInt64, padding: Int = 30) -> WALRecordBatch {
        var records = WALRecordBatch()
        records.appendSeries(reference, Labels([Label("__name__", String(repeating: "m", count: padding))]))
        return records
    }
}
