import LabelMatching
import PrometheusBytes
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct ReadOnlyDatabaseTests {
    /// The names, times and sizes of all files below a directory.
    private static func listing(_ path: String) throws -> [String] {
        try DirectoryListing.entries(of: path, missingIsEmpty: false).flatMap { entry in
            let name = "\(path)/\(entry.name)"
            return entry.isDirectory ? try listing(name) + [name] : ["\(name) \(entry.byteCount)"]
        }
    }

    private static func times(_ database: some Queryable, _ window: ClosedRange<Int64>) throws -> [String: [Int64]] {
        let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
        let selection = try database.querier(window).select([], hints: hints)
        var result: [String: [Int64]] = [:]
        for index in 0..<selection.count {
            var samples = SampleColumns()
            try selection.read(index, window, into: &samples)
            result["\(selection.labels(at: index))"] = samples.timestamps
        }
        return result
    }

    private static func commit(_ database: Database, _ labels: Labels, _ times: [Int64]) throws {
        let reference = try database.resolve([labels])[0].reference
        for time in times {
            var batch = SampleBatch()
            batch.append(reference, time, Double(time))
            _ = try database.commit(batch)
        }
    }

    @Test func `reads blocks and log while the directory is open, and changes nothing`() throws {
        let directory = try TemporaryDirectory()
        let old = PlainBlock([
            (
                ["a": "1"],
                [[PlainBlock.Sample(timestamp: 1000, value: 1), PlainBlock.Sample(timestamp: 1999, value: 2)]]
            )
        ])
        _ = try old.write(to: directory.path, ulid: ULID(high: 1 << 16, low: 0))
        let database = try Database.open(directory: directory.path, options: DatabaseOptions())
        try Self.commit(database, ["a": "1"], [2000, 2500])
        try Self.commit(database, ["a": "2"], [2600])
        let before = try Self.listing(directory.path)
        let reading = try ReadOnlyDatabase(directory: directory.path)
        #expect(try Self.times(reading, 0...1500) == [#"{a="1"}"#: [1000]])
        let all = try Self.times(reading, 0...10_000)
        #expect(all == [#"{a="1"}"#: [1000, 1999, 2000, 2500], #"{a="2"}"#: [2600]])
        #expect(reading.newestBlock?.meta.ulid == ULID(high: 1 << 16, low: 0))
        #expect(reading.logDamage.isEmpty)
        #expect(try Self.listing(directory.path) == before)
        // The server goes on.
        try Self.commit(database, ["a": "2"], [2700])
        #expect(try Self.times(database, 0...10_000)[#"{a="2"}"#] == [2600, 2700])
        #expect(
            try Self.times(try ReadOnlyDatabase(directory: directory.path), 0...10_000)[#"{a="2"}"#] == [2600, 2700]
        )
        try database.close()
    }

    @Test func `a torn end of the log is told, and all before it is read`() throws {
        let directory = try TemporaryDirectory()
        let database = try Database.open(directory: directory.path, options: DatabaseOptions())
        try Self.commit(database, ["a": "1"], [2000, 2500, 3000])
        let segments = try WALDirectory.segments(in: "\(directory.path)/wal")
        let name = "wal/" + (segments.last?.path.split(separator: "/").last ?? "")
        var bytes = directory.contents(name)
        while bytes.last == 0 { bytes.removeLast() }
        bytes.removeLast(3)
        try database.close()
        try directory.write(bytes, to: name)
        let reading = try ReadOnlyDatabase(directory: directory.path)
        #expect(try Self.times(reading, 0...10_000) == [#"{a="1"}"#: [2000, 2500]])
        #expect(reading.logDamage.count == 1)
        #expect(directory.contents(name) == bytes)
    }

    @Test func `a directory without a log is told in upstream's words`() throws {
        let directory = try TemporaryDirectory()
        let reading = try ReadOnlyDatabase(directory: directory.path)
        var text = ""
        do throws(StorageError) { _ = try reading.querier(0...1) } catch { text = "\(error)" }
        let wal = "\(directory.path)/wal"
        #expect(text == "read WAL: find last checkpoint: open \(wal): no such file or directory")
    }

    @Test func `a damaged block is an error`() throws {
        let directory = try TemporaryDirectory()
        let plain = PlainBlock([(["a": "1"], [[PlainBlock.Sample(timestamp: 1000, value: 1)]])])
        let ulid = ULID(high: 1 << 16, low: 0)
        _ = try plain.write(to: directory.path, ulid: ulid)
        try directory.write([1, 2, 3], to: "\(ulid)/index")
        var text = ""
        do throws(StorageError) { _ = try ReadOnlyDatabase(directory: directory.path) } catch { text = "\(error)" }
        #expect(text.hasPrefix("corrupted block \(ulid): "))
    }
}
