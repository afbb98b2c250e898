import Testing

@testable import RemoteStorage

@Suite struct ShardCalculationTests {
    @Test func `nothing sent changes nothing`() {
        var calculation = ShardCalculation(limits: 1...50)
        let next = calculation.next(.init(arrived: 1000), delaySeconds: 100, current: 3)
        #expect(next.desired == nil && next.shards == 3)
    }

    @Test func `a backlog asks for more shards, within the limits`() {
        var calculation = ShardCalculation(limits: 1...5)
        // 1000 a second arrive, half of them are sent, all the time of one shard is needed for it.
        let totals = ShardCalculation.Totals(arrived: 10_000, sent: 5000, sendingSeconds: 10)
        let next = calculation.next(totals, delaySeconds: 20, current: 1)
        // 1 / 500 seconds a sample, 1000 + 0.05 * 20 * 1000 samples a second.
        #expect(next.desired == 4 && next.shards == 4)
        var limited = ShardCalculation(limits: 1...3)
        #expect(limited.next(totals, delaySeconds: 20, current: 1).shards == 3)
    }

    @Test func `dropped samples need no shard`() {
        var calculation = ShardCalculation(limits: 1...50)
        let totals = ShardCalculation.Totals(arrived: 10_000, dropped: 5000, sent: 5000, sendingSeconds: 40)
        #expect(calculation.next(totals, delaySeconds: 0, current: 1).shards == 4)
    }

    @Test func `small changes, and fewer shards while behind, are left alone`() {
        let totals = ShardCalculation.Totals(arrived: 10_000, sent: 10_000, sendingSeconds: 12)
        var small = ShardCalculation(limits: 1...50)
        #expect(small.next(totals, delaySeconds: 0, current: 1).shards == 1)
        let less = ShardCalculation.Totals(arrived: 10_000, sent: 10_000, sendingSeconds: 1)
        var behind = ShardCalculation(limits: 1...50)
        #expect(behind.next(less, delaySeconds: 11, current: 10).shards == 10)
        var ahead = ShardCalculation(limits: 1...50)
        #expect(ahead.next(less, delaySeconds: 0, current: 10).shards == 1)
    }
}
