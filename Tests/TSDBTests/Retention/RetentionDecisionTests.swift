import Testing

@testable import TSDB

@Suite struct RetentionDecisionTests {
    static let blocks = [(40, 10), (10, 10), (30, 10), (20, 10)].map { (time: Int64, size: Int64) in
        RetentionDecision.Block(maxTime: time, sizeBytes: size)
    }

    @Test(
        arguments: [(0, []), (1, [2, 3, 1]), (10, [2, 3, 1]), (11, [3, 1]), (20, [3, 1]), (30, [1]), (31, [])]
            as [(Int64, [Int])]
    )
    func `a block goes when all of it is too far behind the newest`(limit: Int64, expected: [Int]) {
        let decision = RetentionDecision(Self.blocks, timeMilliseconds: limit, sizeBytes: 0, usedBytes: 0)
        #expect(decision.tooOld == expected && decision.tooMuch.isEmpty)
    }

    @Test(
        arguments: [(0, 0, []), (40, 0, []), (39, 0, [1]), (40, 1, [1]), (25, 0, [3, 1]), (5, 0, [0, 2, 3, 1])]
            as [(Int64, Int64, [Int])]
    )
    func `the oldest blocks go when all together are too much`(limit: Int64, used: Int64, expected: [Int]) {
        let decision = RetentionDecision(Self.blocks, timeMilliseconds: 0, sizeBytes: limit, usedBytes: used)
        #expect(decision.tooMuch == expected && decision.tooOld.isEmpty)
    }

    @Test func `without blocks nothing goes`() {
        let decision = RetentionDecision([], timeMilliseconds: 1, sizeBytes: 1, usedBytes: 100)
        #expect(decision.tooMuch.isEmpty && decision.tooOld.isEmpty)
    }

    @Test func `a block that is too big hides that later ones would fit`() {
        let blocks = [(30, 1), (20, 100), (10, 1)].map { (time: Int64, size: Int64) in
            RetentionDecision.Block(maxTime: time, sizeBytes: size)
        }
        #expect(RetentionDecision(blocks, timeMilliseconds: 0, sizeBytes: 50, usedBytes: 0).tooMuch == [1, 2])
    }

    @Test func `a percentage replaces the size where the file system's is known`() {
        var limits = RetentionLimits()
        limits.sizeBytes = 7
        #expect(limits.effectiveSizeBytes(capacityBytes: 1000) == 7)
        limits.percentage = 12.5
        #expect(limits.effectiveSizeBytes(capacityBytes: 1000) == 125)
        #expect(limits.effectiveSizeBytes(capacityBytes: nil) == 7)
    }
}
