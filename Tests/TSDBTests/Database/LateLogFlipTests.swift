import FoundationEssentials
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

/// Every byte of a write-behind log, one after the other, is another one than was written.
@Suite struct LateLogFlipTests {
    /// A data directory with a write-behind log of known commits.
    private final class Logged {
        let directory: TemporaryDirectory
        /// What there is after each commit, and where the log ended then.
        var commits: [(end: Int, samples: DatabaseModel)] = []
        /// What came in order.
        var ordered = DatabaseModel()

        init(_ compression: WALCompression) throws {
            directory = try TemporaryDirectory.inMemory()
            let database = try LateLogFlipTests.open(directory.path + "/original") { $0.walCompression = compression }
            var model = DatabaseModel()
            let series = Array(DatabaseModel.series.prefix(2))
            for step in 0..<9 as Range<Int64> {
                try ordered.commit(database, series, 1_000_000_000 + step * 1000, Double(step))
                for labels in series {
                    model.samples[labels, default: [:]][1_000_000_000 + step * 1000] = Double(step).bitPattern
                }
                try model.commit(database, series, 999_990_000 - step * 7 % 5 * 100 - step, Double(step) * 1.25)
                let end = database.head.writer.withLock { $0.lateLog?.segmentOffset ?? 0 }
                commits.append((end, model))
            }
            // As a crash leaves it: the buffers are not in chunks.
            try directory.copy(directory.path + "/original", to: directory.path + "/killed")
            try database.close()
        }

        func flipped(_ offset: Int, _ mask: UInt8) throws -> String {
            let path = directory.path + "/flipped"
            directory.remove(path)
            try directory.copy(directory.path + "/killed", to: path)
            let file = path + "/wbl/00000000"
            var bytes = Array(FileManager.default.contents(atPath: file) ?? Data())
            // Behind the end there are zeros, as a page that is filled up has.
            bytes += [UInt8](repeating: 0, count: max(0, (32 << 10) - bytes.count))
            bytes[offset] ^= mask
            try Data(bytes).write(to: URL(filePath: file))
            return path
        }
    }

    private static func open(_ path: String, _ change: (inout DatabaseOptions) -> Void = { _ in }) throws -> Database {
        try DatabaseTests.open(path) {
            $0.usesLockFile = false
            $0.settings.outOfOrderWindowMilliseconds = 10_000_000
            $0.outOfOrderCapacity = 4
            change(&$0)
        }
    }

    @Test(arguments: [WALCompression.none, .snappy, .zstandard])
    func `any byte of a write-behind log costs what stands behind it and nothing before`(
        compression: WALCompression
    ) throws {
        let logged = try Logged(compression)
        let (end, all) = try #require(logged.commits.last)
        for offset in 0..<(end + 9) {
            let path = try logged.flipped(offset, offset % 3 == 0 ? 0xFF : 1 << UInt8(offset % 8))
            let said = Mutex(0)
            let opened = try Self.open(path) {
                $0.onReplay = { event in
                    if case .lateDamageFound = event { said.withLock { $0 += 1 } }
                }
            }
            let statistics = opened.replayStatistics
            // Without the mark of its compression, a record is of a kind that nobody knows.
            let isSkipped = !statistics.skippedRecords.isEmpty
            #expect(statistics.lateRepairs.count == 1 && said.withLock { $0 } == 1 || isSkipped, "\(offset)")
            let complete = logged.commits.last { $0.end <= offset }?.samples ?? DatabaseModel()
            let found = try DatabaseModel(of: opened)
            #expect(found.contains(complete) && found.contains(logged.ordered), "\(offset)")
            #expect(all.contains(found), "\(offset)")
            opened.head.checkInvariants()
            try opened.close()
            guard offset % 16 == 0 else { continue }
            let again = try Self.open(path)
            #expect(again.replayStatistics.corruptionCount == 0)
            #expect(try DatabaseModel(of: again) == found)
            try again.close()
        }
    }
}
