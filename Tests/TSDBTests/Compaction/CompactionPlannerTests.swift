import Testing

@testable import TSDB

@Suite struct CompactionPlannerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let blocks: [CompactionCandidate]
        let plan: [Int]
        var testDescription: String { name }

        init(_ name: String, _ blocks: [CompactionCandidate], _ plan: [Int]) {
            (self.name, self.blocks, self.plan) = (name, blocks, plan)
        }
    }

    static let planner = CompactionPlanner(ranges: [20, 60, 180, 540, 1620], mergesOverlaps: true)

    static func block(_ times: Range<Int64>, _ change: (inout CompactionCandidate) -> Void = { _ in })
        -> CompactionCandidate
    {
        var block = CompactionCandidate(minTime: times.lowerBound, maxTime: times.upperBound)
        change(&block)
        return block
    }

    static func failed(_ times: Range<Int64>) -> CompactionCandidate { block(times) { $0.isFailed = true } }

    static func deleted(_ times: Range<Int64>, _ tombstones: Int, of series: Int) -> CompactionCandidate {
        block(times) { ($0.tombstoneCount, $0.seriesCount) = (tombstones, series) }
    }

    static let windowCases: [Case] = [
        Case("nothing", [], []),
        Case("one block", [block(0..<20)], []),
        Case("two blocks", [block(0..<20), block(20..<40)], []),
        Case("a window that may still fill", [block(0..<20), block(20..<40), block(40..<60)], []),
        Case(
            "a full window, the newest block left alone",
            [block(0..<20), block(20..<40), block(40..<60), block(60..<80)],
            [0, 1, 2]
        ),
        Case(
            "a gap behind which no block of the window can come",
            [block(0..<20), block(60..<80), block(80..<100)],
            []
        ),
        Case(
            "a window with a hole that later blocks have passed",
            [block(0..<20), block(40..<60), block(60..<80), block(80..<100)],
            [0, 1]
        ),
        Case(
            "order of names does not matter",
            [block(60..<80), block(40..<60), block(0..<20), block(20..<40)],
            [2, 3, 1]
        ),
        Case(
            "shorter ranges first",
            [
                block(0..<60), block(60..<120), block(120..<180), block(180..<200), block(200..<220), block(220..<240),
                block(240..<260),
            ],
            [3, 4, 5]
        ),
        Case(
            "the next longer range",
            [block(0..<60), block(60..<120), block(120..<180), block(180..<200)],
            [0, 1, 2]
        ),
        Case(
            "a block that crosses the window is not in it",
            [block(0..<20), block(20..<40), block(40..<65), block(65..<80), block(80..<100), block(120..<140)],
            [0, 1]
        ),
        Case(
            "negative times are rounded down",
            [block(-60 ..< -40), block(-40 ..< -20), block(-20..<0), block(0..<20)],
            [0, 1, 2]
        ),
        Case(
            "a failed block keeps its window away",
            [failed(0..<20), block(20..<40), block(40..<60), block(60..<80), block(120..<140)],
            []
        ),
        Case(
            "another window may follow a failed one",
            [failed(0..<20), block(20..<60), block(60..<80), block(80..<120), block(120..<140)],
            [2, 3]
        ),
        Case("the longest range is never left", [block(0..<1620), block(1620..<3240), block(3240..<4860)], []),
    ]

    static let overlapCases: [Case] = [
        Case("two that overlap", [block(0..<20), block(19..<40), block(40..<60)], [0, 1]),
        Case("even the newest", [block(0..<20), block(20..<40), block(39..<60)], [1, 2]),
        Case(
            "one inside another, and what follows",
            [block(0..<100), block(10..<20), block(90..<120), block(120..<140)],
            [0, 1, 2]
        ),
        Case("the first of two runs", [block(0..<20), block(10..<30), block(30..<50), block(40..<60)], [0, 1]),
        Case("the same time twice", [block(20..<40), block(0..<20), block(20..<40)], [0, 2]),
        Case("touching is not overlapping", [block(0..<20), block(20..<40)], []),
        Case("even if one failed", [failed(0..<20), block(10..<30)], [0, 1]),
    ]

    static let deletionCases: [Case] = [
        Case("a long block with many", [deleted(0..<540, 10, of: 100), block(540..<560)], [0]),
        Case("a long block with few", [deleted(0..<540, 5, of: 100), block(540..<560)], []),
        Case("a short block with many", [deleted(0..<60, 50, of: 100), block(60..<80)], []),
        Case("a short block with all", [deleted(0..<60, 100, of: 100), block(60..<80)], [0]),
        Case(
            "a short block stops the search",
            [deleted(0..<540, 10, of: 100), block(540..<560), block(560..<580)],
            []
        ),
        Case("not the newest", [deleted(0..<540, 10, of: 100)], []),
        Case(
            "the newer of two",
            [deleted(0..<540, 90, of: 100), deleted(540..<1080, 90, of: 100), block(1080..<1100)],
            [1]
        ),
    ]

    static let kindCases: [Case] = [
        Case(
            "stale series after all others, and never with them",
            [
                block(0..<20) { $0.kind = .staleSeries }, block(0..<20), block(10..<20) { $0.kind = .staleSeries },
                block(5..<25),
            ],
            [1, 3]
        ),
        Case(
            "stale series among themselves",
            [block(0..<20) { $0.kind = .staleSeries }, block(0..<20), block(10..<20) { $0.kind = .staleSeries }],
            [0, 2]
        ),
        Case(
            "blocks of two kinds do not overlap",
            [block(0..<20) { $0.kind = .staleSeries }, block(0..<20), block(0..<20) { $0.kind = .selectedSeries }],
            []
        ),
        Case(
            "a block that is held back ends the list",
            [block(0..<20), block(20..<40), block(40..<60) { $0.isHeldBack = true }, block(60..<80)],
            []
        ),
        Case(
            "only young blocks are held back",
            [block(0..<20), block(20..<40), block(40..<60) { ($0.isHeldBack, $0.level) = (true, 2) }, block(60..<80)],
            [0, 1, 2]
        ),
    ]

    @Test(arguments: windowCases + overlapCases + deletionCases + kindCases)
    func `chooses the blocks`(of: Case) {
        #expect(Self.planner.plan(of.blocks) == of.plan)
    }

    @Test(arguments: overlapCases)
    func `leaves overlapping blocks alone if told to`(of: Case) {
        let planner = CompactionPlanner(ranges: [20, 60, 180, 540, 1620], mergesOverlaps: false)
        #expect(planner.plan(of.blocks) != of.plan || of.plan.isEmpty)
    }

    @Test func `ranges grow by three up to the longest`() {
        let hour: Int64 = 3_600_000
        let hours = { (longest: Int64) in
            CompactionPlanner.ranges(shortest: 2 * hour, longest: longest).map { $0 / hour }
        }
        #expect(hours(36 * hour) == [2, 6, 18])
        #expect(hours(31 * 24 * hour) == [2, 6, 18, 54, 162, 486])
        #expect(hours(hour) == [2])
        #expect(hours(.max).count == 10)
    }

    @Test func `every plan ends, and what it leaves does not overlap`() {
        for seed in 0..<200 as Range<UInt64> {
            var random = SplitMix(state: seed)
            var blocks = (0..<40).map { _ -> CompactionCandidate in
                let begin = Int64.random(in: -500...500, using: &random) * 10
                return Self.block(begin..<(begin + Int64.random(in: 1...30, using: &random) * 10))
            }
            var rounds = 0
            while true {
                let plan = Self.planner.plan(blocks)
                if plan.isEmpty { break }
                rounds += 1
                guard rounds < 100 else { break }
                let merged = Self.block(
                    plan.map { blocks[$0].minTime }.reduce(
                        .max,
                        min
                    )..<plan.map { blocks[$0].maxTime }.reduce(.min, max)
                )
                blocks = blocks.indices.filter { !plan.contains($0) }.map { blocks[$0] } + [merged]
            }
            #expect(rounds < 100)
            let sorted = blocks.sorted { $0.minTime < $1.minTime }
            #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.maxTime <= $1.minTime })
        }
    }

    @Test(
        arguments: [(7_200_001, 14_400_000), (0, 7_200_000), (7_199_999, 7_200_000), (-1, 7_200_000), (-7_200_001, 0)]
            as [(Int64, Int64)]
    )
    func `a block of the head ends at the next multiple of the range`(time: Int64, end: Int64) {
        #expect(BlockWindow.headEnd(time, 7_200_000) == end)
    }
}
