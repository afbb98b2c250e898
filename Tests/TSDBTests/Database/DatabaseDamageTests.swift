import Storage
import Synchronization
import Testing

@testable import TSDB

@Suite struct DatabaseDamageTests {
    let directory: TemporaryDirectory
    let events = EventList()

    /// What the log was told.
    final class EventList: Sendable {
        private let events = Mutex<[DatabaseEvent]>([])
        var messages: [String] { events.withLock { $0.map(\.message) } }
        func add(_ event: DatabaseEvent) { events.withLock { $0.append(event) } }
    }

    init() throws { directory = try TemporaryDirectory.inMemory() }

    private func open() throws -> Database {
        let events = events
        return try DatabaseModel.open(directory.path) { $0.onEvent = { events.add($0) } }
    }

    private func prepare() throws -> (DatabaseModel, [BlockMeta]) {
        var model = DatabaseModel()
        let database = try open()
        try model.fill(database, from: 1_000_000_000, count: 60)
        database.maintain()
        let metas = database.blockMetas
        try database.close()
        return (model, metas)
    }

    @Test(arguments: ["index", "tombstones"])
    func `a damaged block is reported once and left out, and the others are served`(file: String) throws {
        var (model, metas) = try prepare()
        try directory.overwrite("\(directory.path)/\(metas[1].ulid)/\(file)", at: 1, with: [0xFF])
        let database = try open()
        database.maintain()
        #expect(database.blockMetas.map(\.ulid) == metas.filter { $0.ulid != metas[1].ulid }.map(\.ulid))
        #expect(database.blockProblems.count == 1)
        #expect(events.messages.filter { $0.hasPrefix("Found corrupted block") }.count == 1)
        model.delete([], metas[1].minTime...(metas[1].maxTime - 1))
        #expect(try DatabaseModel(of: database) == model)
        #expect(
            try DirectoryListing.entries(of: directory.path, missingIsEmpty: false).contains {
                $0.name == "\(metas[1].ulid)"
            }
        )
        try database.close()
    }

    @Test func `a block that says nothing of itself is skipped`() throws {
        let (_, metas) = try prepare()
        try directory.write(Array("{".utf8), to: "\(metas[0].ulid)/meta.json")
        let database = try open()
        database.maintain()
        #expect(database.blockMetas.count == metas.count - 1)
        #expect(events.messages.contains { $0.hasPrefix("Failed to read meta.json for a block") })
        try database.close()
    }

    @Test func `a damaged block that another one has replaced is removed`() throws {
        let (model, metas) = try prepare()
        let copy = "\(directory.path)/kept"
        try directory.copy("\(directory.path)/\(metas[0].ulid)", to: copy)
        var database = try open()
        try database.deleteSeries([], in: 1...2)
        try database.deleteSeries([], in: metas[0].minTime...metas[0].minTime)
        try database.cleanTombstones()
        try database.close()
        // The old block comes back, damaged.
        try directory.copy(copy, to: "\(directory.path)/\(metas[0].ulid)")
        try directory.overwrite("\(directory.path)/\(metas[0].ulid)/index", at: 0, with: [0])
        database = try open()
        var expected = model
        expected.delete([], metas[0].minTime...metas[0].minTime)
        #expect(try DatabaseModel(of: database) == expected)
        #expect(database.blockProblems.isEmpty)
        #expect(events.messages.contains { $0.hasPrefix("Found corrupted block, but replaced") })
        try database.close()
    }

    @Test(arguments: ["minTime", "maxTime"], [0, 3, 5, 9])
    func `a wrong digit in the times of meta_json hides nothing and drops nothing`(key: String, digit: Int) throws {
        let (model, metas) = try prepare()
        for meta in metas {
            let name = "\(meta.ulid)/meta.json"
            let json = directory.contents(name)
            let text = String(decoding: json, as: UTF8.self)
            let place = try #require(text.firstRange(of: "\"\(key)\": ")).upperBound
            let position = text.utf8.distance(from: text.startIndex, to: place) + digit
            for wrong in [UInt8(ascii: "0"), UInt8(ascii: "9"), UInt8(ascii: "4")]
            where digit > 0 || wrong != UInt8(ascii: "0") {
                try directory.overwrite("\(directory.path)/\(name)", at: position, with: [wrong])
                let copy = try TemporaryDirectory.inMemory()
                try copy.copy(directory.path, to: copy.path + "/data")
                let database = try DatabaseModel.open(copy.path + "/data") {
                    $0.settings.retention.timeMilliseconds = 1_000_000_000
                    $0.onEvent = events.add
                }
                let isSame = try DatabaseModel(of: database) == model
                #expect(isSame, "\(key) with \(Character(UnicodeScalar(wrong))) at \(digit) of \(meta)")
                try database.close()
            }
            try directory.write(json, to: name)
        }
        if digit == 0 { #expect(events.messages.contains { $0.hasPrefix("Times in meta.json of a block") }) }
    }

    @Test func `what a crash left of blocks is removed at the start`() throws {
        let (model, metas) = try prepare()
        let ulid = "\(directory.path)/\(metas[0].ulid)"
        for suffix in [".tmp-for-creation", ".tmp-for-deletion", ".tmp"] { try directory.copy(ulid, to: ulid + suffix) }
        try directory.copy(ulid, to: "\(directory.path)/mine.tmp")
        let database = try open()
        let names = try DirectoryListing.entries(of: directory.path, missingIsEmpty: false).map(\.name)
        #expect(names.filter { $0.contains(".tmp") } == ["mine.tmp"])
        #expect(try DatabaseModel(of: database) == model)
        try database.close()
    }

    @Test func `a block with a bad chunk is marked as failed and kept, and the others are merged`() throws {
        var model = DatabaseModel()
        var database = try DatabaseModel.open(directory.path) { $0.longestBlockMilliseconds = DatabaseModel.chunkRange }
        try model.fill(database, from: 1_000_020_000, count: 150)
        database.maintain()
        let metas = database.blockMetas
        try database.close()
        try directory.overwrite("\(directory.path)/\(metas[1].ulid)/chunks/000001", at: 14, with: [0xFF, 0xFF, 0xFF])
        database = try open()
        for _ in 0..<4 { database.maintain() }
        let kept = database.blockMetas
        #expect(kept.contains { $0.ulid == metas[1].ulid && $0.compaction.hasFailed })
        #expect(kept.contains { $0.compaction.level > 1 })
        try database.close()
    }
}
