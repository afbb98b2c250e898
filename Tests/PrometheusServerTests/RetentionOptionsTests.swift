import PrometheusConfiguration
import TSDB
import Testing

@testable import PrometheusServer

@Suite struct RetentionOptionsTests {
    private func options(_ arguments: [String], _ storage: StorageSettings) throws -> ServerOptions {
        guard case .serve(var options) = try CommandLineRequest.parse(arguments) else {
            Issue.record("not a request to serve")
            throw CommandLineError.malformed("")
        }
        options.adopt(storage)
        return options
    }

    private let day: Int64 = 86_400_000

    @Test func `without any limit 15 days are kept`() throws {
        let options = try options([], StorageSettings())
        #expect(options.database.settings.retention.text == "15d")
        #expect(options.retention.isDefault)
        #expect(options.database.longestBlockMilliseconds == 36 * 3_600_000)
    }

    @Test func `a size alone leaves no limit of time`() throws {
        let options = try options(["--storage.tsdb.retention.size=1GB"], StorageSettings())
        #expect(options.database.settings.retention.text == "1GiB" || options.database.settings.retention.text == "1GB")
        #expect(options.database.settings.retention.timeMilliseconds == 0)
        #expect(options.database.longestBlockMilliseconds == 31 * day)
    }

    @Test func `the file's own settings hold where no flag is given`() throws {
        var storage = StorageSettings()
        storage.startup.path = "/elsewhere"
        storage.startup.retentionMilliseconds = 5 * day
        storage.startup.retentionBytes = 7
        storage.startup.minimumBlockMilliseconds = 60_000
        storage.startup.maximumBlockMilliseconds = 120_000
        let bare = try options([], storage)
        #expect(bare.dataDirectory == "/elsewhere")
        #expect(bare.database.settings.retention.timeMilliseconds == 5 * day)
        #expect(bare.database.settings.retention.sizeBytes == 7)
        #expect(bare.database.chunkRangeMilliseconds == 60_000 && bare.database.longestBlockMilliseconds == 120_000)
        let given = try options(
            [
                "--storage.tsdb.path=here", "--storage.tsdb.retention.time=3d", "--storage.tsdb.retention.size=9B",
                "--storage.tsdb.min-block-duration=1h", "--storage.tsdb.max-block-duration=2h",
            ],
            storage
        )
        #expect(given.dataDirectory == "here")
        #expect(given.database.settings.retention.timeMilliseconds == 3 * day)
        #expect(given.database.settings.retention.sizeBytes == 9)
        #expect(given.database.chunkRangeMilliseconds == 3_600_000)
        #expect(given.database.longestBlockMilliseconds == 7_200_000)
    }

    @Test func `a retention section wins over flags as a whole`() throws {
        var storage = StorageSettings()
        var section = RetentionSettings()
        section.sizeBytes = 5
        storage.retention = section
        let options = try options(["--storage.tsdb.retention.time=3d"], storage)
        #expect(options.database.settings.retention.timeMilliseconds == 0)
        #expect(options.database.settings.retention.sizeBytes == 5)
        #expect(!options.retention.isDefault)
        storage.retention = nil
        #expect(options.databaseSettings(storage).retention.timeMilliseconds == 3 * day)
    }
}
