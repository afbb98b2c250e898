import PrometheusModel
import Testing

@testable import TSDB

@Suite struct ColumnCacheTests {
    private static func samples(_ values: [Double], step: Int64 = 15_000) -> SampleColumns {
        var samples = SampleColumns()
        for (row, value) in values.enumerated() { samples.append(1_000 + Int64(row) * step, value) }
        return samples
    }

    private static let key = ColumnKey(file: 1, part: 2)

    @Test(arguments: [
        [1.0, 1, 1], [5, 6, 7, 70_000, 2], [0.1, 0.25, -3.125], [1e9, 3, -2e9], [.infinity, .nan, 1], [-0.0, 0.0],
        [StaleMarker.value, 1, 2], [0.1 + 0.2, 1e300, .leastNonzeroMagnitude], [42],
    ])
    func `a column gives back every bit`(values: [Double]) throws {
        let samples = Self.samples(values)
        let column = try #require(DecodedColumn(Self.key, samples))
        var found = SampleColumns()
        column.append(.min ... .max, to: &found)
        #expect(found.timestamps == samples.timestamps)
        #expect(found.values.map(\.bitPattern) == samples.values.map(\.bitPattern))
    }

    @Test(arguments: [true, false])
    func `a window takes the samples at its ends and none beyond`(isEven: Bool) throws {
        var samples = Self.samples([1, 2, 3, 4, 5], step: 10)
        if !isEven { samples.timestamps[4] += 1 }
        let column = try #require(DecodedColumn(Self.key, samples))
        for (window, expected) in [
            (1_010...Int64(1_030), [2.0, 3, 4]), (1_011...1_029, [3]), (0...999, []), (1_042...2_000, []),
            (0...1_000, [1]), (1_011...1_019, []),
        ] {
            var found = SampleColumns()
            column.append(window, to: &found)
            #expect(found.values == expected, "\(window)")
        }
    }

    @Test func `only what is asked for twice is kept`() throws {
        let cache = ColumnCache(byteLimit: 1 << 20)
        let column = try #require(DecodedColumn(Self.key, Self.samples([1, 2])))
        var decodings = 0
        for expected in [false, true, true] {
            let found = cache.column(Self.key) {
                decodings += 1
                return column
            }
            #expect((found != nil) == expected)
        }
        #expect(decodings == 1)
        #expect(cache.column(ColumnKey(file: 2, part: 2)) { column } == nil)
    }

    @Test func `columns make room for others within the limit`() throws {
        var shard = ColumnCacheShard(byteLimit: 2_000)
        for part in 0..<100 as Range<UInt64> {
            let key = ColumnKey(file: 7, part: part)
            shard.insert(try #require(DecodedColumn(key, Self.samples([1, 2, 3.3333]))), key.hash)
        }
        let kept = (0..<100 as Range<UInt64>).filter { part in
            let key = ColumnKey(file: 7, part: part)
            return shard.find(key, key.hash) != nil
        }
        #expect(!kept.isEmpty && kept.count <= 9)
        #expect(kept.contains(99))
    }

    @Test func `starts and histograms are not taken`() {
        var samples = Self.samples([1, 2])
        samples.setStartOfLast(5)
        #expect(DecodedColumn(Self.key, samples) == nil)
        #expect(DecodedColumn(Self.key, SampleColumns()) == nil)
    }
}
