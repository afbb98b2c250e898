import Testing

@testable import PromQL

@Suite struct BestChoicesTests {
    /// The numbers of the series that stay of `values`, the best first.
    private static func choose(_ limit: Int, _ values: [Double], picksGreatest: Bool) -> [Int] {
        var best = BestChoices(limit: limit, picksGreatest: picksGreatest)
        for (series, value) in values.enumerated() {
            _ = best.offer(BestChoices.Choice(series: series, value: value))
        }
        return best.sorted().map(\.series)
    }

    @Test(arguments: [1, 2, 3, 7, 50, 99, 100, 200], [true, false])
    func `keeps what a sort puts first`(limit: Int, picksGreatest: Bool) {
        let values = (0..<100).map { Double(($0 * 37) % 101) }
        let expected = values.indices.sorted {
            picksGreatest ? values[$0] > values[$1] : values[$0] < values[$1]
        }
        #expect(Self.choose(limit, values, picksGreatest: picksGreatest) == Array(expected.prefix(limit)))
    }

    @Test func `NaN is the worst both ways`() {
        let values = [Double.nan, 1, .nan, 2, .nan]
        #expect(Self.choose(3, values, picksGreatest: true).prefix(2) == [3, 1])
        #expect(Self.choose(3, values, picksGreatest: false).prefix(2) == [1, 3])
        #expect(Self.choose(2, values, picksGreatest: true) == [3, 1])
        #expect(Self.choose(9, values, picksGreatest: true).count == 5)
    }

    @Test func `of equal values the earlier stay`() {
        let values = [Double.nan, .infinity, 3, 0, -0.0, 3, 0, 3, 3]
        #expect(Self.choose(3, values, picksGreatest: true) == [1, 2, 5])
        #expect(Self.choose(3, values, picksGreatest: false) == [3, 4, 6])
        #expect(Self.choose(9, [.nan, .nan, 1], picksGreatest: false) == [2, 0, 1])
    }
}
