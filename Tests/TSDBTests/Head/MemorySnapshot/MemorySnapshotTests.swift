import Chunks
import FoundationEssentials
import LabelMatching
import PrometheusBytes
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

@Suite struct MemorySnapshotTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory.inMemory() }

    static func open(
        _ path: String,
        _ operations: FileOperations = .system,
        _ change: (inout DatabaseOptions) -> Void = { _ in }
    ) throws -> Database {
        try DatabaseModel.open(path, operations) { options in
            options.usesMemorySnapshot = true
            options.exemplarCapacity = 20
            options.features.storesHistogramStarts = true
            change(&options)
        }
    }

    static func snapshots(_ path: String) throws -> [String] {
        try DirectoryListing.entries(of: path, missingIsEmpty: false).map(\.name).filter { $0.hasPrefix("chunk_snap") }
    }

    static func contents(_ database: Database) throws -> [Labels: SampleColumns] {
        var contents: [Labels: SampleColumns] = [:]
        for series in try HeadTests.select(try database.querier(HeadTests.everything)) where series.samples.count > 0 {
            contents[series.labels] = series.samples
        }
        return contents
    }

    static func expectSame(_ database: Database, _ expected: [Labels: SampleColumns]) throws {
        let found = try contents(database)
        #expect(Set(found.keys) == Set(expected.keys))
        for (labels, samples) in expected {
            let own = found[labels]
            #expect(own?.timestamps == samples.timestamps, "\(labels)")
            #expect(own?.values.map(\.bitPattern) == samples.values.map(\.bitPattern))
            #expect(own?.histogramRows == samples.histogramRows)
            #expect(own.map(Self.counts) == Self.counts(samples))
            #expect(own?.startTimestamps == samples.startTimestamps)
        }
    }

    /// The histograms without what is known of resets: that depends on where chunks begin.
    private static func counts(_ samples: SampleColumns) -> [FloatHistogram] {
        samples.histograms.map { histogram in
            var histogram = histogram
            histogram.counterResetHint = .unknown
            // A stale marker is not equal to itself.
            if histogram.sum.isNaN { histogram.sum = -1 }
            return histogram
        }
    }

    /// Commits floats, histograms of both kinds, stale markers and exemplars of some series at each of `steps`.
    static func fill(_ database: Database, _ steps: Range<Int64>, _ random: inout SplitMix) throws {
        for step in steps {
            let time = 1_000_000_000 + step * 400
            let series = DatabaseModel.series.enumerated().filter { _ in random.next() % 6 > 0 }
            let references = try database.resolve(series.map(\.element)).map(\.reference)
            var batch = SampleBatch()
            for (entry, reference) in zip(series, references) {
                switch entry.offset {
                case 0: batch.histograms.append(.init(reference, timestamp: time, HistogramHeadTests.integer(step)))
                case 1:
                    let histogram = HistogramHeadTests.float(Double(step))
                    batch.histograms.append(.init(reference, timestamp: time, startTimestamp: time - 1, histogram))
                case 2 where step / 30 % 2 == 0:
                    batch.histograms.append(.init(reference, timestamp: time, HistogramHeadTests.integer(step)))
                default:
                    let value = random.next() % 20 == 0 ? StaleMarker.value : Double(step) / 8
                    batch.append(reference, time, value, startTimestamp: time - time % 5000)
                }
                let exemplar = Exemplar(labels: ["trace_id": "\(step)"], value: 1, timestamp: time)
                if entry.offset % 4 == 3 { batch.exemplars.append(ExemplarSample(reference, exemplar)) }
            }
            #expect(try database.commit(batch).refused.isEmpty)
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `a server goes on as if it had not been stopped, and reads no log for that`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let change: (inout DatabaseOptions) -> Void = {
            $0.features.storesStartTimestamps = seed % 2 == 1
            $0.settings.usesXOR2 = seed % 2 == 1
        }
        var path = directory.path + "/data"
        var database = try Self.open(path, .system, change)
        for round in 0..<5 as Range<Int64> {
            try Self.fill(database, (round * 50)..<(round * 50 + 50), &random)
            if round == 1 { try database.deleteSeries([.equal("instance", "host4")], in: 0...1_000_010_000) }
            if round == 3 { database.maintain() }
            let (before, exemplars) = (try Self.contents(database), database.exemplars.inOrder)
            if round == 2 {
                // Killed, some time after the last snapshot.
                try directory.copy(path, to: path + "-killed")
                path += "-killed"
                try database.close()
                database = try Self.open(path, .system, change)
            } else {
                try database.close()
                #expect(try Self.snapshots(path).count == 1)
                database = try Self.open(path, .system, change)
                #expect(database.replayStatistics.samples == 0)
                #expect(database.replayStatistics.series > 0)
            }
            #expect(database.replayStatistics.snapshotErrors == 0)
            database.head.checkInvariants()
            try Self.expectSame(database, before)
            #expect(database.exemplars.inOrder.map(\.exemplar) == exemplars.map(\.exemplar))
            #expect(database.exemplars.inOrder.map(\.labels) == exemplars.map(\.labels))
        }
        try database.close()
        // Without the feature everything comes from the log.
        let before = try Self.open(path, .system, change)
        let expected = try Self.contents(before)
        try before.close()
        let plain = try DatabaseModel.open(path) {
            change(&$0)
            $0.features.storesHistogramStarts = true
        }
        try Self.expectSame(plain, expected)
        try plain.close()
    }

    @Test func `chunks of floats are written on where they were`() throws {
        let path = directory.path + "/data"
        let labels: Labels = ["__name__": "up"]
        let open = { try Self.open(path) { $0.chunkRangeMilliseconds = 7_200_000 } }
        var database = try open()
        for step in 0..<500 as Range<Int64> {
            if step % 37 == 36 {
                try database.close()
                database = try open()
                database.head.checkInvariants()
            }
            let reference = try database.resolve([labels])[0].reference
            _ = try database.commit(HeadTests.batch([(reference, step * 15_000, Double(step % 9))]))
        }
        // As many as without a stop: 120 samples each.
        #expect(database.head.statistics.chunkCount == 5)
        try database.close()
    }

    @Test func `a resumed chunk has the bytes of one that was written in one go`() throws {
        var random = SplitMix(state: 5)
        for count in 1...40 {
            var (one, times) = (XORChunkBuilder(), [Int64]())
            var time = Int64.random(in: -1_000_000...1_000_000, using: &random)
            var samples: [(Int64, Double)] = []
            for _ in 0..<(count + 20) {
                time += Int64.random(in: 1...(random.next() % 2 == 0 ? 2 : 100_000), using: &random)
                samples.append((time, Double(random.next() % 3) / 3))
            }
            for (time, value) in samples.prefix(count) {
                one.append(time, value)
                times.append(time)
            }
            let payload = one.bytes
            let resumed = try ResumedXORChunk(payload.rawSpan, noting: 7)
            #expect(resumed.firstTimestamp == times[0])
            #expect(resumed.notedTimestamp == (count >= 7 ? times[6] : nil))
            #expect(resumed.state.byteCount == payload.count)
            var (state, expected) = (resumed.state, one.state)
            for (time, value) in samples.dropFirst(count) {
                _ = state.encode(time, value.bitPattern)
                _ = expected.encode(time, value.bitPattern)
                #expect(state == expected)
            }
            #expect(throws: ChunkError.self) {
                try ResumedXORChunk(payload.rawSpan.extracting(0..<(payload.count - 1)), noting: 1)
            }
        }
    }

    @Test func `whatever byte of a snapshot is wrong, nothing is lost`() throws {
        let path = directory.path + "/data"
        var random = SplitMix(state: 11)
        let database = try Self.open(path)
        try Self.fill(database, 0..<30, &random)
        try database.deleteSeries([.equal("instance", "host5")], in: 0...1_000_004_000)
        let expected = try Self.contents(database)
        try database.close()
        let name = try #require(try Self.snapshots(path).first)
        let file = "\(name)/00000000"
        let bytes = Array(FileManager.default.contents(atPath: "\(path)/\(file)") ?? Data())
        let end = (bytes.lastIndex { $0 != 0 } ?? 0) + 9
        var errors = 0
        for offset in stride(from: 0, to: end, by: 3) {
            let copy = directory.path + "/copy"
            directory.remove(copy)
            try directory.copy(path, to: copy)
            let mask: UInt8 = offset % 2 == 0 ? 0xFF : 1 << UInt8(offset / 3 % 8)
            try directory.overwrite("\(copy)/\(file)", at: offset, with: [bytes[offset] ^ mask])
            let opened = try Self.open(copy)
            opened.head.checkInvariants()
            try Self.expectSame(opened, expected)
            errors += opened.replayStatistics.snapshotErrors
            if opened.replayStatistics.snapshotErrors > 0 { #expect(try Self.snapshots(copy).isEmpty) }
            try opened.close()
        }
        #expect(errors > end / 4)
    }

    @Test func `a snapshot of a log that is gone is removed, and so is one whose files are damaged`() throws {
        let path = directory.path + "/data"
        var random = SplitMix(state: 2)
        var database = try Self.open(path)
        try Self.fill(database, 0..<200, &random)
        try database.head.mapFinishedChunks()
        let expected = try Self.contents(database)
        try database.close()
        #expect(try Self.snapshots(path).count == 1)
        // The file's samples are in the log only, before the place of the snapshot.
        try directory.overwrite(path + "/chunks_head/000001", at: 40, with: [0xAB, 0xCD])
        database = try Self.open(path)
        #expect(try Self.snapshots(path).isEmpty)
        try Self.expectSame(database, expected)
        try database.close()
        #expect(try Self.snapshots(path).count == 1)
        directory.remove(path + "/wal")
        directory.remove(path + "/chunks_head")
        database = try Self.open(path)
        #expect(try Self.snapshots(path).isEmpty && Self.contents(database).isEmpty)
        try database.close()
    }

    @Test(arguments: FaultPlan.Kind.allCases)
    func `any step of making a snapshot may fail`(kind: FaultPlan.Kind) throws {
        let path = directory.path + "/data"
        var random = SplitMix(state: 3)
        let database = try Self.open(path)
        try Self.fill(database, 0..<40, &random)
        let expected = try Self.contents(database)
        try database.close()
        for number in 0..<40 {
            let copy = directory.path + "/copy"
            directory.remove(copy)
            try directory.copy(path, to: copy)
            let plan = FaultPlan(kind)
            let opened = try Self.open(copy, plan.operations)
            plan.arm(number)
            try? opened.close()
            let again = try Self.open(copy)
            try Self.expectSame(again, expected)
            #expect(try Self.snapshots(copy).allSatisfy { !$0.hasSuffix(".tmp") })
            try again.close()
            if !plan.wasReached {
                #expect(number > 3)
                return
            }
        }
        Issue.record("closing takes too many steps")
    }

    @Test func `records of unknown kinds discard a snapshot`() throws {
        let path = directory.path + "/data"
        var random = SplitMix(state: 4)
        var database = try Self.open(path)
        try Self.fill(database, 0..<10, &random)
        let expected = try Self.contents(database)
        try database.close()
        let snapshot = try "\(path)/\(#require(Self.snapshots(path).first))"
        var log = try WriteAheadLog(directory: snapshot, options: WALOptions())
        var records = WALRecordBatch()
        records.bytes.append(9)
        records.endRecord()
        try log.log(records)
        try log.close()
        let said = Mutex<[ReplayEvent]>([])
        database = try Self.open(path) { $0.onReplay = { event in said.withLock { $0.append(event) } } }
        #expect(database.replayStatistics.snapshotErrors == 1)
        let isTold = said.withLock { events in
            events.contains { event in
                guard case .snapshotFailed(let text) = event else { return false }
                return text.hasSuffix("unsupported snapshot record type 0b1001")
            }
        }
        #expect(isTold)
        try Self.expectSame(database, expected)
        try database.close()
    }
}
