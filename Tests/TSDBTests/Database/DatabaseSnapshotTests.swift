import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct DatabaseSnapshotTests {
    @Test(arguments: [Database.SnapshotScope.everything, .blocksOnly])
    func `a snapshot is a data directory`(scope: Database.SnapshotScope) throws {
        let directory = try TemporaryDirectory.inMemory()
        var model = DatabaseModel()
        let clock = WallClock { 1_795_500_001_234 }
        let database = try DatabaseModel.open(directory.path) { $0.clock = clock }
        try model.fill(database, from: 1_000_000_000, count: 100)
        database.maintain()
        let name = try database.snapshot(scope)
        #expect(name.wholeMatch(of: /20261124T\d{6}Z-[0-9a-f]{16}/) != nil)
        let frozen = model
        let end = try #require(database.blockMetas.last?.maxTime)
        // The snapshot does not change with the original.
        try database.deleteSeries([], in: .min ... .max)
        try model.fill(database, from: 1_000_600_000, count: 10)
        try database.close()
        let copy = try DatabaseModel.open("\(directory.path)/snapshots/\(name)")
        var expected = frozen
        if scope == .blocksOnly { expected.delete([], end...Int64.max) }
        #expect(try DatabaseModel(of: copy) == expected)
        try copy.close()
    }
}
