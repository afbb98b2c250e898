import Chunks
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

@Suite struct StartTimestampTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory.inMemory() }

    /// A sample as it is to be found again.
    private struct Sample: Hashable, Comparable {
        var time: Int64
        var value: UInt64
        var start: Int64

        static func < (one: Sample, other: Sample) -> Bool { one.time < other.time }
    }

    private typealias Contents = [Labels: [Sample]]

    private static func open(
        _ path: String,
        window: Int64 = 0,
        _ change: (inout DatabaseOptions) -> Void = { _ in }
    ) throws -> Database {
        try DatabaseModel.open(path) { options in
            options.features.storesStartTimestamps = true
            options.settings.usesXOR2 = true
            options.settings.outOfOrderWindowMilliseconds = window
            change(&options)
        }
    }

    private static func contents(_ querier: any Querier) throws -> Contents {
        var contents = Contents()
        for series in try HeadTests.select(querier) {
            let samples = series.samples
            contents[series.labels] = samples.timestamps.indices.map { row in
                let start = samples.startTimestamps.isEmpty ? 0 : samples.startTimestamps[row]
                return Sample(time: samples.timestamps[row], value: samples.values[row].bitPattern, start: start)
            }
        }
        return contents
    }

    private static func contents(_ database: Database) throws -> Contents {
        try contents(try database.querier(HeadTests.everything))
    }

    /// Commits a sample of each series and remembers it; counters start anew now and then.
    private static func commit(
        _ contents: inout Contents,
        _ database: Database,
        _ time: Int64,
        _ random: inout SplitMix
    ) throws {
        let references = try database.resolve(DatabaseModel.series).map(\.reference)
        var batch = SampleBatch()
        for (labels, reference) in zip(DatabaseModel.series, references) {
            let isStale = random.next() % 40 == 0
            let start = isStale || random.next() % 9 == 0 ? 0 : time - time % 50_000 - Int64(random.next() % 2)
            let value = isStale ? StaleMarker.value : Double(time % 977)
            batch.append(reference, time, value, startTimestamp: start)
            contents[labels, default: []].append(Sample(time: time, value: value.bitPattern, start: start))
            contents[labels]?.sort()
        }
        #expect(try database.commit(batch).refused.isEmpty)
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `starts come back from the head, from files, from the log and from blocks`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var path = directory.path + "/data"
        var (database, expected) = (try Self.open(path), Contents())
        for round in 0..<6 as Range<Int64> {
            for step in 0..<80 as Range<Int64> {
                try Self.commit(&expected, database, 1_000_000_000 + round * 80_000 + step * 1000, &random)
            }
            #expect(try Self.contents(database) == expected)
            database.head.checkInvariants()
            switch (UInt64(round) + seed) % 4 {
            case 0: database.maintain()
            case 1:
                try database.close()
                database = try Self.open(path)
            case 2:
                let copy = "\(directory.path)/copy\(round)"
                try directory.copy(path, to: copy)
                try database.close()
                path = copy
                database = try Self.open(path)
            default: try database.head.mapFinishedChunks()
            }
            database.head.checkInvariants()
            #expect(try Self.contents(database) == expected)
        }
        database.maintain()
        #expect(database.blockMetas.count > 1)
        #expect(try Self.contents(database) == expected)
        try database.close()
    }

    @Test func `samples that come out of order keep their starts`() throws {
        var random = SplitMix(state: 7)
        let path = directory.path + "/data"
        var (database, expected) = (try Self.open(path, window: 10_000_000), Contents())
        for step in 0..<150 as Range<Int64> {
            try Self.commit(&expected, database, 1_000_000_000 + step * 1000, &random)
            try Self.commit(&expected, database, 999_500_000 + step * 7919 % 400_000, &random)
        }
        #expect(try Self.contents(database) == expected)
        try directory.copy(path, to: path + "-killed")
        let killed = try Self.open(path + "-killed", window: 10_000_000)
        #expect(try Self.contents(killed) == expected)
        try killed.close()
        try database.close()
        database = try Self.open(path, window: 10_000_000)
        #expect(try Self.contents(database) == expected)
        database.maintain()
        #expect(database.head.samples.withReadLock { $0.late.times } == nil)
        #expect(try Self.contents(database) == expected)
        try database.close()
    }

    @Test func `a checkpoint keeps starts`() throws {
        var random = SplitMix(state: 1)
        let path = directory.path + "/data"
        var (database, expected) = (try Self.open(path), Contents())
        for step in 0..<60 as Range<Int64> {
            try Self.commit(&expected, database, 1_000_000_000 + step * 100, &random)
            if step % 12 == 11 { try database.head.writer.withLock { _ = try $0.log?.cut() } }
        }
        try database.head.truncateLog(before: 1_000_000_000)
        #expect(try WALDirectory.newestCheckpoint(in: path + "/wal") != nil)
        try database.close()
        database = try Self.open(path)
        #expect(try Self.contents(database) == expected)
        try database.close()
    }

    @Test func `without the feature samples are logged and stored without starts`() throws {
        for usesXOR2 in [false, true] {
            let path = "\(directory.path)/\(usesXOR2)"
            let database = try Self.open(path) {
                $0.features.storesStartTimestamps = false
                $0.settings.usesXOR2 = usesXOR2
            }
            var (expected, random) = (Contents(), SplitMix(state: 2))
            for step in 0..<50 as Range<Int64> { try Self.commit(&expected, database, 1_000_000 + step, &random) }
            for labels in expected.keys {
                expected[labels] = expected[labels]?.map { Sample(time: $0.time, value: $0.value, start: 0) }
            }
            #expect(try Self.contents(database) == expected)
            database.head.checkInvariants()
            try database.close()
            var reader = try WALReader(directory: path + "/wal")
            var kinds: Set<WALRecordKind> = []
            while let kind = try reader.next() { kinds.insert(kind) }
            #expect(kinds == [.series, .samples])
        }
    }

    @Test func `full chunks have the bytes that a builder makes, and end where others do`() throws {
        let head = Head(chunkRange: 7_200_000)
        head.encodeFloats(asXOR2: true)
        let reference = try head.resolve([["__name__": "up"]])[0].reference
        for step in 0..<961 as Range<Int64> {
            _ = try head.commit(HeadTests.batch([(reference, step * 15_000, Double(step))]))
        }
        head.checkInvariants()
        head.samples.withLock { samples in
            #expect(samples.sealed.count == 8)
            for index in 0..<8 {
                var builder = XOR2ChunkBuilder()
                for step in 0..<120 {
                    builder.append(Int64(index * 120 + step) * 15_000, Double(index * 120 + step))
                }
                let chunk = samples.sealed[index]
                #expect(chunk.encoding == ChunkEncoding.xor2.rawValue && chunk.isAside)
                #expect(samples.aside[chunk.slot] == builder.bytes)
                #expect(chunk.minTime == Int64(index) * 1_800_000 && chunk.maxTime == chunk.minTime + 1_785_000)
            }
        }
    }

    @Test(arguments: [false, true])
    func `another encoding holds from the next chunk on, at once if starts are stored`(storesStarts: Bool) throws {
        let head = Head(chunkRange: 7_200_000)
        var features = HeadFeatures()
        features.storesStartTimestamps = storesStarts
        head.enable(features, exemplarCapacity: 0)
        let reference = try head.resolve([["__name__": "up"]])[0].reference
        func append(_ steps: Range<Int64>) throws {
            for step in steps { _ = try head.commit(HeadTests.batch([(reference, step * 15_000, Double(step))])) }
            head.checkInvariants()
        }
        try append(0..<10)
        head.encodeFloats(asXOR2: true)
        try append(10..<20)
        #expect(head.statistics.chunkCount == (storesStarts ? 2 : 1))
        try append(20..<160)
        let encodings = head.samples.withReadLock { samples in
            (0..<samples.sealed.count).map { samples.sealed[$0].encoding }
        }
        #expect(encodings.first == ChunkEncoding.xor.rawValue)
        #expect(head.samples.withReadLock { $0.started[0] } != nil)
        head.encodeFloats(asXOR2: false)
        try append(160..<400)
        #expect(head.samples.withReadLock { $0.states[0].sampleCount } > 0)
        let samples = try HeadTests.select(HeadQuerier(head: head, window: HeadTests.everything))[0].samples
        #expect(samples.timestamps == (0..<400).map { $0 * 15_000 })
    }

    @Test func `floats with starts and histograms alternate, and truncations drop both`() throws {
        let head = Head(chunkRange: 7_200_000)
        head.encodeFloats(asXOR2: true)
        let reference = try head.resolve([["__name__": "m"]])[0].reference
        for step in 0..<200 as Range<Int64> {
            if step / 20 % 2 == 0 {
                _ = try head.commit(HeadTests.batch([(reference, step * 60_000, Double(step))]))
            } else {
                let sample = (reference, step * 60_000, HistogramHeadTests.integer(step))
                _ = try head.commit(HistogramHeadTests.batch([sample]))
            }
        }
        head.checkInvariants()
        for mint in [25, 90, 185, 199] as [Int64] {
            head.truncate(before: mint * 60_000)
            head.checkInvariants()
            let samples = try HeadTests.select(HeadQuerier(head: head, window: HeadTests.everything))[0].samples
            #expect(samples.timestamps.last.map { $0 / 60_000 } == 199)
        }
        head.truncate(before: 200 * 60_000)
        head.checkInvariants()
        #expect(head.statistics.chunkCount == 0)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `records keep starts, whatever they are`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let count = Int.random(in: 0...40, using: &random)
        func numbers(_ range: ClosedRange<Int64>) -> [Int64] {
            (0..<count).map { _ in .random(in: range, using: &random) }
        }
        let references = numbers(1...1 << 40).map { UInt64(bitPattern: $0) }
        let (times, values) = (numbers(.min ... .max), numbers(0...5).map(Double.init))
        let starts = seed % 3 == 0 ? [] : seed % 3 == 1 ? numbers(.min ... .max) : numbers(0...1)
        var records = WALRecordBatch()
        records.appendSamples(references, times, values, startTimestamps: starts)
        var columns = WALSampleColumns()
        if count > 0 {
            let payload = records[0].extracting(droppingFirst: 1)
            try columns.decode(.samplesV2, payload)
        }
        #expect(columns.references == references && columns.timestamps == times && columns.values == values)
        let isKnown = starts.contains { $0 != 0 }
        #expect(columns.startTimestamps == (isKnown ? starts : []))
    }
}
