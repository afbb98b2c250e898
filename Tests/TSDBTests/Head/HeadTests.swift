import LabelMatching
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

@Suite struct HeadTests {
    static let everything = Int64.min...Int64.max

    static func batch(_ samples: [(SeriesReference, Int64, Double)]) -> SampleBatch {
        var batch = SampleBatch()
        for (reference, timestamp, value) in samples { batch.append(reference, timestamp, value) }
        return batch
    }

    static func select(
        _ querier: any Querier,
        _ matchers: [LabelMatcher] = [],
        _ window: ClosedRange<Int64> = everything
    ) throws -> [(labels: Labels, samples: SampleColumns)] {
        let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
        let selection = try querier.select(matchers, hints: hints)
        return try (0..<selection.count).map { index in
            var columns = SampleColumns()
            try selection.read(index, window, into: &columns)
            return (selection.labels(at: index), columns)
        }
    }

    static func expectSame(
        _ head: Head,
        _ plain: PlainStore,
        _ window: ClosedRange<Int64>,
        _ matchers: [LabelMatcher] = []
    ) throws {
        let found = try select(HeadQuerier(head: head, window: window), matchers, window)
        var next = 0
        for (position, labels) in plain.order.enumerated() where matchers.allSatisfy({ $0.matches(labels) }) {
            let expected = plain.samples[position].filter { window.contains($0.timestamp) }
            guard next < found.count, found[next].labels == labels else {
                // Only a series without samples in the window may be missing.
                #expect(expected.isEmpty)
                continue
            }
            #expect(found[next].samples.timestamps == expected.map(\.timestamp))
            #expect(found[next].samples.values.map(\.bitPattern) == expected.map(\.value.bitPattern))
            next += 1
        }
        #expect(next == found.count)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `stores, refuses and answers as the plain store does`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let chunkRange: Int64 = seed % 3 == 0 ? 100_000 : 7_200_000
        let head = Head(chunkRange: chunkRange)
        var plain = PlainStore(chunkRange: chunkRange)
        let sets = (0..<50).map { number -> Labels in ["__name__": "m\(number % 7)", "instance": "host\(number)"] }
        var now = Int64.random(in: -1_000_000...1 << 41, using: &random)
        for _ in 0..<120 {
            now += Int64.random(in: 0...60_000, using: &random)
            let labels = (0..<5).map { _ in sets[Int(random.next() % 50)] }
            let references = try head.resolve(labels).map(\.reference)
            #expect(references == labels.map { plain.resolve($0) })
            var batch = SampleBatch()
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                let known = SeriesReference(UInt64.random(in: 0...UInt64(plain.order.count + 1), using: &random))
                let value: Double = random.next() % 9 == 0 ? StaleMarker.value : Double(random.next() % 5)
                batch.append(known, now + Int64.random(in: -2...2, using: &random) * 1000, value)
            }
            if random.next() % 10 == 0, batch.count > 3 { batch.timestamps[2] -= chunkRange }
            let expected = plain.commit(batch)
            let outcome = try head.commit(batch)
            var refusals = [AppendOutcome.Refusal?](repeating: nil, count: batch.count)
            for (index, refusal) in outcome.refused { refusals[index] = refusal }
            #expect(refusals == expected)
        }
        head.checkInvariants()
        try Self.expectSame(head, plain, Self.everything)
        for _ in 0..<30 {
            let start = now - Int64.random(in: -10_000...4_000_000, using: &random)
            let window = start...(start + Int64.random(in: 0...2_000_000, using: &random))
            try Self.expectSame(head, plain, window)
            try Self.expectSame(head, plain, window, [.equal("__name__", "m\(random.next() % 8)")])
        }
        let stale = plain.samples.filter { $0.last?.value.bitPattern == StaleMarker.bitPattern }.count
        #expect(head.statistics.staleSeriesCount == stale)
        #expect(head.statistics.samplesAppended == plain.samples.reduce(0) { $0 + $1.count })
        #expect(head.statistics.minTimeMilliseconds == plain.samples.compactMap(\.first?.timestamp).min())
        #expect(head.statistics.maxTimeMilliseconds == plain.maxTime)
    }

    @Test func `chunks of regular samples hold 120 of them`() throws {
        let head = Head(chunkRange: 7_200_000)
        let reference = try head.resolve([["__name__": "up"]])[0].reference
        for step in 0..<960 { _ = try head.commit(Self.batch([(reference, Int64(step) * 15_000, Double(step))])) }
        #expect(head.statistics.chunkCount == 8)
        head.samples.withLock { samples in
            #expect(samples.sealed.count == 7)
            for index in 0..<7 {
                #expect(samples.sealed[index].minTime == Int64(index) * 1_800_000)
                #expect(samples.sealed[index].maxTime == Int64(index) * 1_800_000 + 1_785_000)
            }
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `chunks end by upstream's rules`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let chunkRange: Int64 = 7_200_000
        let head = Head(chunkRange: chunkRange)
        let reference = try head.resolve([["__name__": "up"]])[0].reference
        let step = [1000, 5000, 15_000, 60_000, 400_000][Int(seed % 5)]
        var time = Int64.random(in: 0...1 << 41, using: &random)
        var cuts: [Int64] = []
        var chunk: (start: Int64, last: Int64, next: Int64, count: Int)?
        for number in 0..<2000 {
            if var open = chunk {
                if open.count == 30 {
                    open.next = ChunkCutting.predictedEnd(
                        start: open.start,
                        current: open.last,
                        end: open.next,
                        ratio: 4
                    )
                }
                chunk = time >= open.next || open.count >= 240 ? nil : (open.start, time, open.next, open.count + 1)
            }
            if chunk == nil {
                cuts.append(time)
                chunk = (time, time, ChunkCutting.rangeEnd(of: time, chunkRange), 1)
            }
            _ = try head.commit(Self.batch([(reference, time, Double(number % 3))]))
            time += Int64(Int.random(in: 1...(2 * step), using: &random))
        }
        head.samples.withLock { samples in
            #expect((0..<samples.sealed.count).map { samples.sealed[$0].minTime } == cuts.dropLast())
        }
    }

    @Test func `a selection does not see what is committed later`() throws {
        let head = Head(chunkRange: 7_200_000)
        let references = try head.resolve([["__name__": "a"], ["__name__": "b"]]).map(\.reference)
        _ = try head.commit(Self.batch([(references[0], 1000, 1), (references[1], 1000, 1)]))
        let querier = HeadQuerier(head: head, window: Self.everything)
        let hints = SelectHints(startMilliseconds: .min, endMilliseconds: .max)
        let selection = try querier.select([], hints: hints)
        for time in 2...300 {
            _ = try head.commit(Self.batch(references.map { ($0, Int64(time) * 1000, 2) }))
        }
        for index in 0..<2 {
            var columns = SampleColumns()
            try selection.read(index, Self.everything, into: &columns)
            #expect(columns.timestamps == [1000])
        }
        // Not by another selection of the same querier either, but by the next querier.
        #expect(try Self.select(querier).map(\.samples.count) == [1, 1])
        #expect(try Self.select(HeadQuerier(head: head, window: Self.everything)).map(\.samples.count) == [300, 300])
    }

    @Test func `a batch is seen whole or not at all while it is being committed`() async throws {
        let head = Head(chunkRange: 7_200_000)
        let references = try head.resolve((0..<200).map { ["__name__": "m", "n": "\($0)"] }).map(\.reference)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for time in 1...400 as ClosedRange<Int64> {
                    _ = try head.commit(Self.batch(references.map { ($0, time * 1000, Double(time)) }))
                }
            }
            group.addTask {
                for _ in 0..<60 {
                    let querier = HeadQuerier(head: head, window: Self.everything)
                    let first = try Self.select(querier)
                    let second = try Self.select(querier, [.equal("__name__", "m")])
                    #expect(Set(first.map(\.samples.timestamps)).count <= 1)
                    #expect(first.map(\.samples.timestamps) == second.map(\.samples.timestamps).filter { !$0.isEmpty })
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a series without samples is not selected`() throws {
        let head = Head(chunkRange: 7_200_000)
        let references = try head.resolve([["__name__": "a"], ["__name__": "b"]])
        #expect(references.map(\.isNew) == [true, true])
        #expect(try Self.select(HeadQuerier(head: head, window: Self.everything)).isEmpty)
        _ = try head.commit(Self.batch([(references[1].reference, 5, 1)]))
        #expect(try Self.select(HeadQuerier(head: head, window: Self.everything)).map(\.labels) == [["__name__": "b"]])
        #expect(try Self.select(HeadQuerier(head: head, window: 6...9), [], 6...9).isEmpty)
        #expect(try Self.select(HeadQuerier(head: head, window: 0...4), [], 0...4).isEmpty)
    }

    @Test func `several samples of a series in one batch follow each other's rules`() throws {
        let head = Head(chunkRange: 7_200_000)
        let a = try head.resolve([["__name__": "a"]])[0].reference
        let others = try head.resolve((0..<100).map { ["__name__": "o\($0)"] }).map(\.reference)
        var samples: [(SeriesReference, Int64, Double)] = [(a, 1, 1), (a, 1, 1), (a, 1, 2), (a, 2, 1)]
        samples += others.map { ($0, 1, 1) }
        samples += [(a, 1, 5), (a, 3, 1), (a, 3, 1)]
        let outcome = try head.commit(Self.batch(samples))
        #expect(outcome.refused.map(\.index) == [2, 104])
        #expect(outcome.refused.map(\.refusal) == [.duplicateTimestamp, .outOfOrder])
        let found = try Self.select(HeadQuerier(head: head, window: Self.everything), [.equal("__name__", "a")])
        #expect(found.map(\.samples.timestamps) == [[1, 2, 3]])
        #expect(head.statistics.outOfOrderSamples == 1)
        #expect(head.statistics.duplicateSamples == 1)
    }

    @Test func `the first sample of an empty head sets its time`() throws {
        let head = Head(chunkRange: 1000)
        let references = try head.resolve([["a": "1"], ["a": "2"], ["a": "3"]]).map(\.reference)
        let outcome = try head.commit(
            Self.batch([(references[0], 5000, 1), (references[1], 4500, 1), (references[2], 4499, 1)])
        )
        #expect(outcome.refused.map(\.index) == [2])
        #expect(outcome.refused.map(\.refusal) == [.outOfBounds])
        #expect(head.statistics.minTimeMilliseconds == 4500)
    }

    @Test func `a state takes forty bytes and a full chunk twenty-four`() {
        #expect(MemoryLayout<SeriesState>.stride == 40)
        #expect(MemoryLayout<SealedChunk>.stride == 24)
        #expect(MemoryLayout<LabelTable.Pair>.stride == 32)
    }
}
