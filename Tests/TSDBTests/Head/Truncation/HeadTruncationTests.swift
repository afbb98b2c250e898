import Chunks
import LabelMatching
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

// One after the other: some block the thread they run on until another task goes on, and there may be two threads only.
@Suite(.serialized) struct HeadTruncationTests {
    static func expectSame(_ head: Head, _ model: ModelHead) throws {
        var seen: Set<Labels> = []
        for series in try HeadTests.select(HeadQuerier(head: head, window: HeadTests.everything)) {
            #expect(seen.insert(series.labels).inserted)
            let objection = model.objection(series.labels, series.samples)
            #expect(objection == nil)
        }
        for labels in model.samples.keys where !model.kept(labels).isEmpty { #expect(seen.contains(labels)) }
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `what is newer than the cut stays, series without samples go, their numbers serve again`(
        seed: UInt64
    ) throws {
        var random = SplitMix(state: seed)
        let head = Head(chunkRange: seed % 2 == 0 ? 100_000 : 7_200_000)
        var model = ModelHead()
        var now: Int64 = 1_000_000
        var references: [Labels: SeriesReference] = [:]
        var forgotten = 0
        for round in 0..<150 {
            now += 5000
            // A third of the series changes its name now and then.
            var batch: [(labels: Labels, value: Double)] = []
            for number in 0..<20 {
                let pod = number % 3 == 0 ? "pod\(number)-\(round / 20)" : "pod\(number)"
                batch.append((["__name__": "m\(number % 4)", "pod": pod], Double(random.next() % 7)))
            }
            for labels in batch.map(\.labels) where references[labels] == nil {
                references[labels] = try head.resolve([labels])[0].reference
            }
            let samples = batch.map { (references[$0.labels] ?? SeriesReference(0), now, $0.value) }
            let outcome = try head.commit(HeadTests.batch(samples))
            #expect(outcome.refused.isEmpty)
            for (labels, value) in batch { model.insert(labels, now, value) }
            guard random.next() % 12 == 0 else { continue }
            model.mint = max(model.mint, now - Int64.random(in: 0...120_000, using: &random))
            head.truncate(before: model.mint)
            head.checkInvariants()
            try Self.expectSame(head, model)
            for (labels, reference) in references where model.kept(labels).isEmpty {
                let outcome = try head.commit(HeadTests.batch([(reference, now + 1, 1)]))
                #expect(outcome.refused.map(\.refusal) == [.unknownSeries])
                forgotten += 1
                references[labels] = nil
            }
            now += 1
        }
        #expect(forgotten > 10)
        #expect(head.statistics.seriesRemoved > 10)
        let numbers = head.samples.withLock { $0.states.count }
        #expect(numbers < head.statistics.seriesCreated)
        head.checkInvariants()
    }

    @Test func `memory of what was dropped serves again`() throws {
        let head = Head(chunkRange: 7_200_000)
        var bytes: [Int] = []
        for round in 0..<8 as Range<Int64> {
            for step in 0..<130 as Range<Int64> {
                let time = round * 2_000_000 + step * 15_000
                let labels = (0..<200).map { Labels([Label("__name__", "m"), Label("pod", "\(round)-\($0)")]) }
                let references = try head.resolve(labels).map(\.reference)
                _ = try head.commit(HeadTests.batch(references.map { ($0, time, Double(step % 9)) }))
            }
            head.truncate(before: round * 2_000_000)
            bytes.append(head.statistics.memoryBytes)
        }
        #expect(bytes[7] <= bytes[2] * 5 / 4)
        #expect(head.statistics.seriesCount <= 400)
        head.checkInvariants()
    }

    @Test func `a series that never had a sample is spared once`() throws {
        let head = Head(chunkRange: 7_200_000)
        let references = try head.resolve([["a": "1"], ["a": "2"]]).map(\.reference)
        _ = try head.commit(HeadTests.batch([(references[0], 1000, 1), (references[0], 9000, 1)]))
        head.truncate(before: 2000)
        #expect(head.statistics.seriesCount == 2)
        head.truncate(before: 3000)
        #expect(head.statistics.seriesCount == 1)
        #expect(try head.commit(HeadTests.batch([(references[1], 9000, 1)])).refused.map(\.refusal) == [.unknownSeries])
    }

    @Test func `whoever waits for a querier stops when the head is about to be closed`() async throws {
        let head = Head(chunkRange: 100_000)
        let reference = try head.resolve([["a": "1"]])[0].reference
        _ = try head.commit(HeadTests.batch([(reference, 1000, 1), (reference, 90_000, 1)]))
        let querier = HeadQuerier(head: head, window: HeadTests.everything)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { head.truncate(before: 60_000) == nil }
            while head.samples.withLock({ $0.readers.barrier }) < 60_000 { await Task.yield() }
            head.stopsWaiting.store(true, ordering: .relaxed)
            for await isStopped in group { #expect(isStopped) }
        }
        #expect(throws: StorageError.cancelled) { try head.waitForReadersOfNow() }
        #expect(try HeadTests.select(querier)[0].samples.timestamps == [1000, 90_000])
    }

    @Test(arguments: [(120, [120, 120]), (30, [25, 25]), (0, [120, 120]), (1000, [255, 255])])
    func `chunks have about as many samples as they are to have`(target: Int, expected: [Int]) throws {
        let head = Head(chunkRange: 36_000_000)
        head.setSamplesPerChunk(target)
        let reference = try head.resolve([["a": "1"]])[0].reference
        for time in 0..<2400 as Range<Int64> { _ = try head.commit(HeadTests.batch([(reference, time * 15_000, 1)])) }
        head.checkInvariants()
        var chunks = EncodedChunks()
        try head.samples.withLock { $0.copyChunks(0, HeadTests.everything) }.append(to: &chunks)
        let counts = try chunks.minTimes.indices.prefix(2).map {
            try ChunkPayload(chunks.encodings[$0], chunks.payload(at: $0)).sampleCount()
        }
        #expect(counts == expected)
    }

    @Test func `an empty head takes nothing older than the cut`() throws {
        let head = Head(chunkRange: 1000)
        head.truncate(before: 5000)
        let reference = try head.resolve([["a": "1"]])[0].reference
        let outcome = try head.commit(HeadTests.batch([(reference, 4999, 1), (reference, 5000, 1)]))
        #expect(outcome.refused.map(\.index) == [0] && outcome.refused.map(\.refusal) == [.outOfBounds])
        #expect(head.statistics.minTimeMilliseconds == 5000)
    }

    @Test func `a querier that looks at what is cut off is waited for, a newer one does not look there`() async throws {
        let head = Head(chunkRange: 100_000)
        let reference = try head.resolve([["a": "1"]])[0].reference
        for time in 1...100 as ClosedRange<Int64> {
            _ = try head.commit(HeadTests.batch([(reference, time * 1000, 1)]))
        }
        var querier: HeadQuerier? = HeadQuerier(head: head, window: HeadTests.everything)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { head.truncate(before: 60_000) }
            // The barrier comes first; as long as the querier is open nothing goes.
            while head.samples.withLock({ $0.readers.barrier }) < 60_000 { await Task.yield() }
            let newer = HeadQuerier(head: head, window: HeadTests.everything)
            let times = try HeadTests.select(newer)[0].samples.timestamps
            #expect(times == (60...100).map { $0 * 1000 })
            if let querier { #expect(try HeadTests.select(querier)[0].samples.count == 100) }
            querier = nil
            try await group.waitForAll()
        }
        #expect(head.statistics.minTimeMilliseconds ?? 0 >= 50_000)
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `a walk gives the series in the order of their labels, with all chunks of a window`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let head = Head(chunkRange: 7_200_000)
        var model = ModelHead()
        let sets = (0..<80).map { _ -> Labels in
            Labels(
                ["__name__", "a", "b", "instance"].map {
                    Label($0, ["", "x", "y", "xy", "é", "1", "10", "2"].randomElement(using: &random) ?? "")
                } + [Label("n", "\(random.next() % 1000)")]
            )
        }
        var now: Int64 = 0
        for _ in 0..<400 {
            now += Int64.random(in: 1...40_000, using: &random)
            let labels = Set((0..<10).map { _ in sets[Int(random.next() % 80)] })
            let references = try head.resolve(Array(labels)).map(\.reference)
            for (labels, reference) in zip(labels, references) {
                let value = Double(random.next() % 5)
                if try head.commit(HeadTests.batch([(reference, now, value)])).refused.isEmpty {
                    model.insert(labels, now, value)
                }
            }
        }
        let window = (now / 3)...(now / 2)
        let walk = HeadWalk(head: head, window: window)
        var (labels, chunks) = (Labels(), EncodedChunks())
        var order: [Labels] = []
        while try walk.next(&labels, &chunks) {
            order.append(labels)
            #expect(chunks.isOrdered)
            var columns = SampleColumns()
            for index in 0..<chunks.count {
                let summary = try ChunkPayload(chunks.encodings[index], chunks.payload(at: index)).validate()
                #expect(summary.minTime == chunks.minTimes[index] && summary.maxTime == chunks.maxTimes[index])
                try ChunkPayload(chunks.encodings[index], chunks.payload(at: index)).decode(
                    window: window,
                    into: &columns
                )
            }
            let expected = (model.samples[labels] ?? [:]).keys.filter(window.contains).sorted()
            #expect(columns.timestamps == expected)
        }
        #expect(order == order.sorted())
        let wanted = model.samples.filter { $0.value.keys.contains(where: window.contains) }.keys
        #expect(Set(order).isSuperset(of: wanted))
    }
}
