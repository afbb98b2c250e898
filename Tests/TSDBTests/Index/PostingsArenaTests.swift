import Testing

@testable import TSDB

@Suite struct PostingsArenaTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `every list reads back what was appended to it`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var arena = PostingsArena()
        var lists = (0..<20).map { _ in PostingsList() }
        var expected = lists.map { _ in [UInt32]() }
        let shares = lists.map { _ in [1, 2, 7, 50, 400, 5000].randomElement(using: &random) ?? 1 }
        var id: UInt32 = seed % 2 == 0 ? 0 : UInt32.random(in: 0..<1 << 24, using: &random)
        for _ in 0..<6000 {
            for index in lists.indices where Int.random(in: 0..<shares[index], using: &random) == 0 {
                arena.append(SeriesID(id), to: &lists[index])
                expected[index].append(id)
            }
            id += UInt32.random(in: 1...(seed % 3 == 0 ? 1 : 100_000), using: &random)
        }
        for index in lists.indices {
            var ids: [UInt32] = [77]
            arena.decode(lists[index], into: &ids)
            #expect(ids == [77] + expected[index])
            #expect(Int(lists[index].count) == expected[index].count)
        }
    }
}
