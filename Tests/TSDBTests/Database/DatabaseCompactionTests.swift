import LabelMatching
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

@Suite struct DatabaseCompactionTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory.inMemory() }

    @Test func `blocks are cut from the head and merged, and answers stay the same`() throws {
        var model = DatabaseModel()
        var database = try DatabaseModel.open(directory.path)
        for round in 0..<40 as Range<Int64> {
            try model.fill(database, from: 1_000_000_000 + round * 60_000, count: 12)
            database.maintain()
            #expect(try DatabaseModel(of: database) == model)
            if round % 7 == 3 {
                try database.close()
                database = try DatabaseModel.open(directory.path)
                #expect(try DatabaseModel(of: database) == model)
            }
        }
        let metas = database.blockMetas
        #expect(metas.map(\.compaction.level).max() == 3)
        #expect(metas.count < 15)
        #expect(zip(metas, metas.dropFirst()).allSatisfy { $0.maxTime <= $1.minTime })
        #expect(metas.contains { $0.compaction.sources.count == 9 && $0.compaction.parents.count == 3 })
        // The head keeps a span and a half at most.
        let times = try #require(database.head.timeSpan)
        #expect(times.upperBound - times.lowerBound <= 90_000)
        try database.close()
    }

    @Test func `blocks with decimal chunks answer the same`() throws {
        var model = DatabaseModel()
        let database = try DatabaseModel.open(directory.path) { $0.settings.usesDecimalChunks = true }
        for round in 0..<20 as Range<Int64> {
            try model.fill(database, from: 1_000_000_000 + round * 60_000, count: 12)
            database.maintain()
        }
        #expect(database.blockMetas.map(\.compaction.level).max() ?? 0 > 1)
        #expect(try DatabaseModel(of: database) == model)
        try database.close()
    }

    @Test func `part of the time is answered from head and blocks alike`() throws {
        var model = DatabaseModel()
        let database = try DatabaseModel.open(directory.path)
        try model.fill(database, from: 1_000_000_000, count: 100)
        database.maintain()
        for start in stride(from: 999_990_000, to: 1_000_510_000, by: 17_000) as StrideTo<Int64> {
            let window = start...(start + 90_000)
            let expected = model.samples.mapValues { $0.filter { window.contains($0.key) } }.filter {
                !$0.value.isEmpty
            }
            #expect(try DatabaseModel(of: database, window).samples == expected)
        }
        try database.close()
    }

    @Test func `a head that is too young is left alone, and an empty window makes no block`() throws {
        var model = DatabaseModel()
        let database = try DatabaseModel.open(directory.path)
        try model.fill(database, from: 1_000_000_000, count: 3)
        database.maintain()
        #expect(database.blockMetas.isEmpty)
        // Hours later: the windows in between are empty.
        try model.fill(database, from: 1_010_000_000, count: 3)
        database.maintain()
        #expect(database.blockMetas.count == 1)
        #expect(database.blockMetas[0].minTime == 1_000_000_000 && database.blockMetas[0].maxTime == 1_000_020_000)
        #expect(try DatabaseModel(of: database) == model)
        try database.close()
    }

    @Test func `what is written says where it comes from`() throws {
        var model = DatabaseModel()
        let database = try DatabaseModel.open(directory.path)
        try model.fill(database, from: 1_000_000_000, count: 20)
        try model.fill(database, from: 1_000_100_000, count: 20)
        database.maintain()
        let meta = try #require(database.blockMetas.first)
        #expect(meta.compaction.level == 1 && meta.compaction.sources == [meta.ulid])
        #expect(meta.compaction.parents.isEmpty && meta.compaction.hints.isEmpty)
        #expect(meta.statistics.sampleCount > 0 && meta.statistics.floatSampleCount == meta.statistics.sampleCount)
        #expect(meta.maxTime % DatabaseModel.chunkRange == 0)
        try database.close()
    }

    @Test func `blocks that overlap become one`() throws {
        var model = DatabaseModel()
        let database = try DatabaseModel.open(directory.path)
        try model.fill(database, from: 1_000_000_000, count: 60)
        database.maintain()
        // A copy of the data under another name, as a backfill would bring it, with other samples in it too.
        let other = try TemporaryDirectory()
        var backfill = DatabaseModel()
        let source = try DatabaseModel.open(other.path)
        try backfill.fill(source, from: 1_000_000_000, count: 60)
        try backfill.commit(source, [["__name__": "late"]], 1_000_400_000, 3)
        source.maintain()
        let blocks = source.blockMetas
        try source.close()
        for meta in blocks { try directory.copy("\(other.path)/\(meta.ulid)", to: "\(directory.path)/\(meta.ulid)") }
        database.maintain()
        let metas = database.blockMetas.sorted { $0.minTime < $1.minTime }
        #expect(zip(metas, metas.dropFirst()).allSatisfy { $0.maxTime <= $1.minTime })
        #expect(try DatabaseModel(of: database) == model)
        try database.close()
    }

    @Test func `blocks that wait to be copied elsewhere are not merged`() throws {
        try directory.write(Array(#"{"version": 1, "uploaded": []}"#.utf8), to: "shipper.json")
        let path = directory.path
        var model = DatabaseModel()
        let database = try DatabaseModel.open(path + "/data") { $0.uploadedBlocksFile = path + "/shipper.json" }
        try model.fill(database, from: 1_000_000_000, count: 150)
        database.maintain()
        let young = database.blockMetas.map(\.ulid)
        #expect(young.count > 8 && database.blockMetas.allSatisfy { $0.compaction.level == 1 })
        try database.close()
        let names = young.map { "\"\($0)\"" }.joined(separator: ",")
        try directory.write(Array("{\"uploaded\": [\(names)]}".utf8), to: "shipper.json")
        let again = try DatabaseModel.open(path + "/data") { $0.uploadedBlocksFile = path + "/shipper.json" }
        again.maintain()
        #expect(again.blockMetas.count < young.count)
        #expect(try DatabaseModel(of: again) == model)
        try again.close()
    }

    @Test func `a commit wakes the maintenance when it is the first one, or makes the head compactable`() throws {
        var model = DatabaseModel()
        let database = try DatabaseModel.open(directory.path)
        let threshold = { database.compactableFrom.load(ordering: .relaxed) }
        #expect(threshold() == .min)
        try model.fill(database, from: 1_000_000_000, count: 2)
        // Somebody was woken, once.
        #expect(threshold() == .max)
        database.maintain()
        #expect(threshold() == 1_000_000_000 + 90_000)
        database.noteCommit(1_000_000_000 + 90_000)
        #expect(threshold() == 1_000_000_000 + 90_000)
        database.noteCommit(1_000_000_000 + 90_001)
        #expect(threshold() == .max)
        try database.close()
    }

    @Test func `stale series go into blocks of their own and leave the head`() throws {
        var model = DatabaseModel()
        var database = try DatabaseModel.open(directory.path) { options in
            options.chunkRangeMilliseconds = 7_200_000
            options.settings.staleSeriesThreshold = 0.5
        }
        let (gone, stays) = (Array(DatabaseModel.series[..<8]), Array(DatabaseModel.series[8...]))
        for time in stride(from: 1_000_000_000, to: 1_000_300_000, by: 10_000) as StrideTo<Int64> {
            try model.commit(database, gone + stays, time, 1)
        }
        try model.commit(database, gone, 1_000_300_000, StaleMarker.value)
        try model.commit(database, stays, 1_000_300_000, 2)
        database.maintain()
        #expect(database.blockMetas.map(\.compaction.hints) == [["from-stale-series"]])
        #expect(database.statistics.seriesCount == 4 && database.statistics.staleSeriesCount == 0)
        #expect(try DatabaseModel(of: database) == model)
        // They come back.
        try model.commit(database, gone, 1_000_400_000, 5)
        #expect(try DatabaseModel(of: database) == model)
        try database.close()
        database = try DatabaseModel.open(directory.path) { $0.chunkRangeMilliseconds = 7_200_000 }
        #expect(try DatabaseModel(of: database) == model)
        try database.close()
    }
}
