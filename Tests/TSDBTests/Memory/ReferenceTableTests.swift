import Testing

@testable import TSDB

@Suite struct ReferenceTableTests {
    @Test(arguments: 0..<6 as Range<UInt64>)
    func `keeps what a dictionary keeps`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var table = ReferenceTable()
        var expected: [UInt64: UInt32] = [:]
        for _ in 0..<5000 {
            let reference = random.next() % 3 == 0 ? random.next() : random.next() % 2000
            let value = UInt32(random.next() % 5)
            table.set(value, for: reference)
            expected[reference] = value
            let probe = random.next() % 2 == 0 ? reference : random.next() % 2000
            let found = table.value(probe)
            #expect(found == expected[probe] ?? 0)
        }
        var all: [UInt64: UInt32] = [:]
        table.forEach { all[$0] = $1 }
        #expect(all == expected.filter { $0.value != 0 })
    }
}
