import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct DatabaseRetentionTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory.inMemory() }

    private func filled(_ change: (inout DatabaseOptions) -> Void = { _ in }) throws -> Database {
        var model = DatabaseModel()
        let database = try DatabaseModel.open(directory.path, .system) { options in
            options.longestBlockMilliseconds = DatabaseModel.chunkRange
            change(&options)
        }
        try model.fill(database, from: 1_000_020_000, count: 200)
        database.maintain()
        return database
    }

    @Test func `blocks that are too old go, at a change of the settings too`() throws {
        let database = try filled()
        let before = database.blockMetas
        let newest = try #require(before.last?.maxTime)
        var settings = DatabaseSettings()
        settings.retention.timeMilliseconds = 300_000
        database.apply(settings)
        #expect(database.blockMetas.count == before.count)
        database.maintain()
        #expect(database.blockMetas.map(\.ulid) == before.filter { newest - $0.maxTime < 300_000 }.map(\.ulid))
        #expect(database.blockMetas.count == 5)
        #expect(try names(in: directory.path) == Set(database.blockMetas.map { "\($0.ulid)" }))
        try database.close()
    }

    @Test func `blocks that are too much go, oldest first`() throws {
        let database = try filled()
        let before = database.blockMetas
        var settings = DatabaseSettings()
        settings.retention.sizeBytes = database.headBytes + database.blockFacts.sizeBytes / 2
        database.apply(settings)
        database.maintain()
        let after = database.blockMetas
        #expect(!after.isEmpty && after.count < before.count)
        #expect(after.map(\.ulid) == before.suffix(after.count).map(\.ulid))
        #expect(database.blockFacts.sizeBytes + database.headBytes <= settings.retention.sizeBytes)
        try database.close()
    }

    @Test func `a share of the file system is a limit like another`() throws {
        let database = try filled()
        var settings = DatabaseSettings()
        settings.retention.percentage = 1e-12
        database.apply(settings)
        database.maintain()
        #expect(database.blockMetas.isEmpty)
        try database.close()
    }

    @Test func `queries that are running keep the blocks that go`() throws {
        let database = try filled()
        let querier = try database.querier(HeadTests.everything)
        let before = try HeadTests.select(querier).map(\.samples.timestamps)
        var settings = DatabaseSettings()
        settings.retention.timeMilliseconds = 1
        database.apply(settings)
        database.maintain()
        #expect(database.blockMetas.count == 1)
        #expect(try HeadTests.select(querier).map(\.samples.timestamps) == before)
        try database.close()
    }

    private func names(in path: String) throws -> Set<String> {
        Set(try DirectoryListing.entries(of: path, missingIsEmpty: false).map(\.name).filter { ULID($0) != nil })
    }
}
