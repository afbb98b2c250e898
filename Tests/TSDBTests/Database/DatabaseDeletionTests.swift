import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct DatabaseDeletionTests {
    let directory: TemporaryDirectory
    let matchers: [LabelMatcher]

    init() throws {
        directory = try TemporaryDirectory.inMemory()
        matchers = [try LabelMatcher(.equal, "__name__", "m1")]
    }

    private func filled(_ model: inout DatabaseModel) throws -> Database {
        let database = try DatabaseModel.open(directory.path)
        try model.fill(database, from: 1_000_000_000, count: 100)
        database.maintain()
        #expect(database.blockMetas.count > 2)
        return database
    }

    @Test(arguments: [
        1_000_100_000...1_000_200_000, 0...1_000_110_000, 1_000_400_000...2_000_000_000, Int64.min...Int64.max,
    ])
    func `what is deleted is gone at once, after a restart, and for good`(interval: ClosedRange<Int64>) throws {
        var model = DatabaseModel()
        var database = try filled(&model)
        try database.deleteSeries(matchers, in: interval)
        model.delete(matchers, interval)
        #expect(try DatabaseModel(of: database) == model)
        try database.close()
        database = try DatabaseModel.open(directory.path)
        #expect(try DatabaseModel(of: database) == model)
        try database.cleanTombstones()
        #expect(database.blockMetas.allSatisfy { $0.statistics.tombstoneCount == 0 })
        #expect(try DatabaseModel(of: database) == model)
        // What comes later is not deleted.
        try model.fill(database, from: 1_000_600_000, count: 100)
        database.maintain()
        #expect(try DatabaseModel(of: database) == model)
        try database.close()
        database = try DatabaseModel.open(directory.path)
        #expect(try DatabaseModel(of: database) == model)
        try database.close()
    }

    @Test func `a clean block says that it is one, and which one it replaces`() throws {
        var model = DatabaseModel()
        let database = try filled(&model)
        let before = database.blockMetas
        try database.deleteSeries(matchers, in: 0...1_000_030_000)
        #expect(database.blockMetas[0].statistics.tombstoneCount > 0)
        try database.cleanTombstones()
        let after = database.blockMetas
        #expect(after.dropFirst().map(\.ulid) == before.dropFirst().map(\.ulid))
        #expect(after[0].compaction.parents.map(\.ulid) == [before[0].ulid])
        #expect(after[0].compaction.level == 1 && after[0].compaction.sources == [after[0].ulid])
        try database.close()
    }

    @Test func `a block of which everything is deleted disappears`() throws {
        var model = DatabaseModel()
        let database = try filled(&model)
        let before = database.blockMetas
        try database.deleteSeries([], in: before[0].minTime...(before[0].maxTime - 1))
        try database.cleanTombstones()
        #expect(database.blockMetas.map(\.ulid) == before.dropFirst().map(\.ulid))
        try database.close()
    }

    @Test func `a closed database deletes nothing`() throws {
        var model = DatabaseModel()
        let database = try filled(&model)
        try database.close()
        #expect(throws: StorageError.closed) { try database.deleteSeries([], in: .min ... .max) }
    }
}
