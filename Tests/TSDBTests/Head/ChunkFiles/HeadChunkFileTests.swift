import Chunks
import FoundationEssentials
import LabelMatching
import PrometheusBytes
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

@Suite struct HeadChunkFileTests {
    private static func files(_ path: String) throws -> [String] {
        try DirectoryListing.entries(of: "\(path)/chunks_head", missingIsEmpty: true).map(\.name)
    }

    private static func read(_ path: String) -> [UInt8] {
        FileManager.default.contents(atPath: path).map { Array($0) } ?? []
    }

    /// The samples of all series, those before `mint` left out.
    private static func contents(_ database: Database) throws -> [Labels: [Int64]] {
        try DatabaseTests.contents(database)
    }

    @Test func `a record has upstream's bytes`() throws {
        var bytes = HeadChunkFormat.header
        let payload: [UInt8] = [0, 1, 0x02, 3, 4]
        HeadChunkRecord.append(
            to: &bytes,
            reference: 0x0102,
            minTime: 5,
            maxTime: 0x0A0B,
            encoding: 1 | HeadChunkFormat.outOfOrderMark,
            payload: payload.rawSpan
        )
        let expected: [UInt8] = [
            0x01, 0x30, 0xBC, 0x91, 1, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0x0A, 0x0B, 0x81, 5, 0, 1, 2, 3, 4,
        ]
        #expect(Array(bytes.dropLast(4)) == expected)
        let record = try HeadChunkRecord(bytes.rawSpan, at: 8)
        #expect(record.reference == 0x0102 && record.isOutOfOrder && record.encoding == 1)
        #expect(record.payload == 34..<39 && record.end == bytes.count)
    }

    @Test func `full chunks go to files, and a start finds them there`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/data"
        let database = try DatabaseTests.open(path)
        try DatabaseTests.fill(database, 1..<500)
        let before = try Self.contents(database)
        let slots = database.head.samples.withLock { $0.slots.usedBytes }
        database.maintain()
        #expect(database.statistics.mappedChunks == 20 * 3 + 20)
        #expect(database.statistics.chunkFileBytes > 1000)
        #expect(database.head.samples.withLock { $0.slots.usedBytes } < slots / 2)
        database.head.checkInvariants()
        #expect(try Self.contents(database) == before)
        #expect(try Self.files(path) == ["000001"])
        try directory.copy(path, to: directory.path + "/copy")
        let copy = try DatabaseTests.open(directory.path + "/copy")
        #expect(try Self.contents(copy) == before)
        #expect(copy.replayStatistics.chunks == 80 && copy.replayStatistics.samples < 20 * 100)
        copy.head.checkInvariants()
        try DatabaseTests.fill(copy, 500..<900)
        try copy.close()
        try DatabaseTests.fill(database, 500..<900)
        let again = try DatabaseTests.open(directory.path + "/copy")
        #expect(try Self.contents(again) == Self.contents(database))
        #expect(try Self.files(directory.path + "/copy") == ["000001", "000002"])
        try again.close()
        try database.close()
    }

    @Test func `samples in files are the same when they come from the cache`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/data"
        let database = try DatabaseTests.open(path)
        try DatabaseTests.fill(database, 1..<1000, series: 3)
        database.maintain()
        // Narrow windows first: a wider one must not take their columns for its own.
        let windows: [ClosedRange<Int64>] = [
            700_000...720_000, 600_000...720_000, 300_000...720_000, 300_000...10_000_000, 1...10_000_000,
            130_500...131_500, 500_000...999_000, 1...200_000, 990_000...999_000,
        ]
        for round in 0..<4 {
            for window in windows {
                let found = try HeadTests.select(try database.querier(window), [], window)
                let newest: Int64 = round < 2 ? 1000 : 1300
                let expected = (1..<newest).map { $0 * 1000 }.filter { window.contains($0) }
                for series in found {
                    #expect(series.samples.timestamps == expected, "round \(round), \(window)")
                    #expect(series.samples.values == expected.map { Double($0 / 1000) + 0.1 })
                }
                #expect(found.count == 3)
            }
            if round == 1 {
                try DatabaseTests.fill(database, 1000..<1300, series: 3)
                database.maintain()
            }
        }
        try database.close()
    }

    /// Loads files of chunks into a head of their own and tells how many chunks there were, and what was wrong.
    private static func load(_ directory: String) throws -> (chunks: Int, damage: [String], numbers: [UInt32]) {
        let head = Head(chunkRange: 7_200_000)
        var writer = try HeadChunkWriter(directory: directory, operations: .system, removal: .system)
        var damage: [String] = []
        var loading = try head.loadChunkFiles(&writer) { damage.append($0) }
        let count = loading.count
        head.samples.withLock { loading.dropRest(&$0) }
        #expect(head.statistics.chunkCount == 0)
        return (count, damage, writer.files.all.map(\.number))
    }

    /// The bytes of a file of three chunks.
    private static func small() -> [UInt8] {
        var bytes = HeadChunkFormat.header
        for reference in 1...3 as ClosedRange<UInt64> {
            var chunk = XORChunkBuilder()
            for time in 1...9 as ClosedRange<Int64> { chunk.append(time * 1000, Double(time) * 1.3) }
            let payload = chunk.bytes
            HeadChunkRecord.append(
                to: &bytes,
                reference: reference,
                minTime: 1000,
                maxTime: 9000,
                encoding: 1,
                payload: payload.rawSpan
            )
        }
        return bytes
    }

    @Test func `damage to any byte costs the file and the later ones, and is told`() throws {
        let directory = try TemporaryDirectory()
        let whole = Self.small()
        for position in whole.indices {
            var bytes = whole
            bytes[position] ^= UInt8(1 << (position % 8))
            try directory.write(whole, to: "000001")
            try directory.write(bytes, to: "000002")
            try directory.write(whole, to: "000003")
            let loaded = try Self.load(directory.path)
            // The last three bytes of the header mean nothing; the first and the last file name the same chunks.
            if (5..<8).contains(position) {
                #expect(loaded.damage.first?.hasPrefix("out of sequence m-mapped chunk for series ref 1") == true)
                #expect(loaded.chunks == 0 && loaded.numbers.isEmpty)
            } else {
                #expect(loaded.damage.count == 1)
                #expect(
                    loaded.damage.first?.hasPrefix("corruption in head chunk file \(directory.path)/000002: ") == true
                        || loaded.damage.first?.hasPrefix("out of sequence") == true
                )
                #expect(loaded.damage.first?.hasPrefix("out of") == true || loaded.numbers == [1] && loaded.chunks == 3)
            }
            for number in loaded.numbers {
                try FileManager.default.removeItem(atPath: "\(directory.path)/00000\(number)")
            }
        }
    }

    @Test func `a file torn at any byte is damaged, unless it ends behind a chunk or in zeros`() throws {
        let directory = try TemporaryDirectory()
        let whole = Self.small()
        let size = (whole.count - 8) / 3
        for count in 0...whole.count {
            try directory.write(Array(whole.prefix(count)), to: "000001")
            let loaded = try Self.load(directory.path)
            let isWhole = count >= 8 && (count - 8) % size == 0
            // The first bytes of a reference are zeros as well.
            let tail = whole[min(count, max(8, 8 + (count - 8) / size * size))..<count]
            let isHarmless = isWhole || count < 4 || count > 8 && tail.allSatisfy { $0 == 0 }
            #expect(loaded.damage.isEmpty == isHarmless)
            #expect(loaded.chunks == (isHarmless && count >= 8 ? (count - 8) / size : 0))
            for number in loaded.numbers {
                try FileManager.default.removeItem(atPath: "\(directory.path)/00000\(number)")
            }
            guard isWhole else { continue }
            try directory.write(Array(whole.prefix(count)) + [UInt8](repeating: 0, count: count % 50), to: "000001")
            #expect(try Self.load(directory.path).chunks == (count - 8) / size)
        }
    }

    @Test(arguments: [0, 6, 9, 40, 300])
    func `what a damaged file held comes from the log`(position: Int) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/data"
        let database = try DatabaseTests.open(path)
        try DatabaseTests.fill(database, 1..<260, series: 3)
        let before = try Self.contents(database)
        try database.close()
        var bytes = Self.read("\(path)/chunks_head/000001")
        bytes[position] ^= 4
        try Data(bytes).write(to: URL(filePath: "\(path)/chunks_head/000001"))
        let opened = try DatabaseTests.open(path)
        #expect(try Self.contents(opened) == before)
        #expect(opened.statistics.chunkFileCorruptions == (position == 6 ? 0 : 1))
        opened.head.checkInvariants()
        try opened.close()
    }

    @Test func `chunks go on in another file, and files without needed chunks go`() throws {
        let directory = try TemporaryDirectory()
        let head = Head(chunkRange: 7_200_000)
        let files = try HeadChunkWriter(
            directory: directory.path + "/chunks_head",
            operations: .system,
            removal: .system,
            fileBytes: 4000
        )
        head.attach(files)
        var model = ModelHead()
        let labels = (0..<10).map { Labels([Label("n", "\($0)")]) }
        let references = try head.resolve(labels).map(\.reference)
        for step in 0..<1500 as Range<Int64> {
            let values = labels.indices.map { Double(step % 13) + Double($0) / 7 }
            _ = try head.commit(HeadTests.batch(zip(references, values).map { ($0, step * 15_000, $1) }))
            for (labels, value) in zip(labels, values) { model.insert(labels, step * 15_000, value) }
            if step % 100 == 0 { _ = try head.mapFinishedChunks() }
        }
        let count = try Self.files(directory.path).count
        #expect(count > 3)
        try HeadTruncationTests.expectSame(head, model)
        head.checkInvariants()
        model.mint = 1000 * 15_000
        do {
            let reader = HeadQuerier(head: head, window: model.mint...Int64.max)
            let selection = try reader.select([], hints: SelectHints(startMilliseconds: .min, endMilliseconds: .max))
            head.truncate(before: model.mint)
            head.checkInvariants()
            try HeadTruncationTests.expectSame(head, model)
            let left = try Self.files(directory.path)
            #expect(left.count < count && left.first != "000001")
            // A reader from before goes on.
            var columns = SampleColumns()
            try selection.read(0, model.mint...Int64.max, into: &columns)
            #expect(columns.count == 500)
        }
        head.truncate(before: 5000 * 15_000)
        #expect(try Self.files(directory.path).isEmpty)
        try head.close()
    }

    @Test func `a full disk leaves chunks in memory until there is room`() throws {
        let directory = try TemporaryDirectory()
        let switchboard = FailingWrites()
        let head = Head(chunkRange: 7_200_000)
        head.attach(
            try HeadChunkWriter(
                directory: directory.path + "/chunks_head",
                operations: switchboard.operations,
                removal: .system
            )
        )
        let reference = try head.resolve([["a": "1"]])[0].reference
        var model = ModelHead()
        for step in 0..<1000 as Range<Int64> {
            switchboard.isFailing = step > 300 && step < 700
            _ = try head.commit(HeadTests.batch([(reference, step * 15_000, Double(step))]))
            model.insert(["a": "1"], step * 15_000, Double(step))
            guard step % 50 == 0 else { continue }
            if switchboard.isFailing, head.samples.withLock({ !$0.pendingChunks.isEmpty }) {
                #expect(throws: StorageError.self) { try head.mapFinishedChunks() }
            } else {
                try head.mapFinishedChunks()
                #expect(head.samples.withLock { $0.pendingChunks.isEmpty })
            }
            head.checkInvariants()
            try HeadTruncationTests.expectSame(head, model)
        }
        try head.close()
        let again = try HeadChunkWriter(
            directory: directory.path + "/chunks_head",
            operations: .system,
            removal: .system
        )
        var samples = SampleTable(chunkRange: 7_200_000)
        var loading = HeadChunkLoading()
        for file in again.files.all { try loading.load(file, into: &samples) }
        #expect(loading.count == 8)
    }

    @Test func `a gap between files stops the opening, what is no file of chunks is left alone`() throws {
        let directory = try TemporaryDirectory()
        for name in ["000001", "000003", "notes", "000000"] { try directory.write(HeadChunkFormat.header, to: name) }
        let failure = #expect(throws: StorageError.self) {
            try HeadChunkWriter(directory: directory.path, operations: .system, removal: .system)
        }
        #expect(
            failure?.description
                == "found unsequential head chunk files 000001 (index: 1) and 000003 (index: 3)"
        )
        try FileManager.default.removeItem(atPath: directory.path + "/000003")
        let writer = try HeadChunkWriter(directory: directory.path, operations: .system, removal: .system)
        #expect(writer.files.all.map(\.number) == [1])
    }

    @Test func `chunks of a later number of a series replace those of an earlier one`() throws {
        let directory = try TemporaryDirectory()
        var log = try WriteAheadLog(directory: directory.path + "/wal", options: WALOptions())
        var records = WALRecordBatch()
        records.appendSeries(5, ["a": "1"])
        records.appendSeries(9, ["a": "1"])
        records.appendSamples(
            references: ([5, 9, 9] as [UInt64]).span,
            timestamps: ([1000, 3000, 4000] as [Int64]).span,
            values: ([1, 3, 4] as [Double]).span
        )
        try log.log(records)
        try log.close()
        var bytes = HeadChunkFormat.header
        for (reference, times) in [(5, [100, 200]), (9, [2000, 3000]), (77, [1, 2])] as [(UInt64, [Int64])] {
            var chunk = XORChunkBuilder()
            for time in times { chunk.append(time, 7) }
            let payload = chunk.bytes
            HeadChunkRecord.append(
                to: &bytes,
                reference: reference,
                minTime: times[0],
                maxTime: times[1],
                encoding: 1,
                payload: payload.rawSpan
            )
        }
        try FileManager.default.createDirectory(
            atPath: directory.path + "/chunks_head",
            withIntermediateDirectories: true
        )
        try directory.write(bytes, to: "chunks_head/000001")
        let opened = try DatabaseTests.open(directory.path)
        #expect(try DatabaseTests.contents(opened) == [["a": "1"]: [2000, 3000, 4000]])
        #expect(opened.statistics.chunkCount == 2)
        opened.head.checkInvariants()
        try opened.close()
    }
}
