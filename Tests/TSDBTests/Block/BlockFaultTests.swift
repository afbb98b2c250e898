import PrometheusBytes
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

/// Writing a block while the disk fails.
@Suite struct BlockFaultTests {
    private static let ulid = ULID(high: 1 << 16, low: 5)
    private static let noSpace: Int32 = 28

    /// Counts changes and refuses them from one on, or one of them only.
    private final class Gate: Sendable {
        private let count = Atomic<Int>(0)
        private let first: Int
        private let isLasting: Bool

        init(failingAt first: Int, isLasting: Bool) {
            self.first = first
            self.isLasting = isLasting
        }

        var total: Int { count.load(ordering: .relaxed) }

        var operations: FileOperations {
            FileOperations { _, _ in
                let number = self.count.wrappingAdd(1, ordering: .relaxed).oldValue
                return number == self.first || self.isLasting && number > self.first
                    ? .torn(byteCount: 100, BlockFaultTests.noSpace) : .allowed
            }
        }
    }

    private static func write(_ plain: PlainBlock, _ directory: String, _ gate: Gate) throws {
        var options = BlockWriterOptions()
        options.operations = gate.operations
        options.segmentBytes = 2048
        _ = try plain.write(to: directory, ulid: ulid, options: options)
    }

    @Test(arguments: [false, true])
    func `no failure leaves half a block`(isLasting: Bool) throws {
        var random = SplitMix(state: 31)
        let plain = PlainBlock.random(40, &random)
        let counting = Gate(failingAt: .max, isLasting: false)
        let whole = try TemporaryDirectory()
        try Self.write(plain, whole.path, counting)
        #expect(counting.total > 20)
        for step in 0..<counting.total {
            let directory = try TemporaryDirectory()
            let gate = Gate(failingAt: step, isLasting: isLasting)
            #expect(throws: StorageError.self, "change \(step)") { try Self.write(plain, directory.path, gate) }
            for entry in try DirectoryListing.entries(of: directory.path, missingIsEmpty: false) {
                guard ULID(entry.name) != nil else {
                    #expect(entry.name.hasSuffix(BlockWriter.creationSuffix))
                    #expect(isLasting, "change \(step): the files could have been removed")
                    continue
                }
                // What has its name is whole: only its being on the disk was not confirmed.
                let block = try Block(directory: "\(directory.path)/\(entry.name)")
                #expect(block.meta.statistics.seriesCount == UInt64(plain.series.count))
            }
        }
    }
}
