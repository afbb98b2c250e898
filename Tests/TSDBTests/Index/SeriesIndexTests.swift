import LabelMatching
import PrometheusModel
import Testing

@testable import TSDB

@Suite struct SeriesIndexTests {
    @Test(arguments: 0..<12 as Range<UInt64>)
    func `selects what comparing every label set selects`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var index = SeriesIndex(seed: seed)
        var all: [Labels] = []
        var positions: [Labels: Int] = [:]
        for _ in 0..<(seed % 2 == 0 ? 900 : 40) {
            let labels = RandomLabels.labels(&random)
            let known = positions[labels]
            let found = index.findOrInsert(labels.packed)
            let (series, isNew) = try #require(found)
            #expect(isNew == (known == nil))
            #expect(series.index == known ?? all.count)
            if known == nil {
                positions[labels] = all.count
                all.append(labels)
            }
        }
        index.checkInvariants()
        for (position, labels) in all.enumerated() {
            let read = index.labelSet(of: SeriesID(position))
            #expect(read == labels)
        }
        for _ in 0..<60 {
            let matchers = try (0..<Int.random(in: 0...3, using: &random)).map { _ in try RandomLabels.matcher(&random)
            }
            let expected = all.indices.filter { position in matchers.allSatisfy { $0.matches(all[position]) } }
            let selected = index.select(matchers)
            #expect(selected == expected.map { UInt32($0) }, "\(matchers)")
            let passing = expected.map { all[$0] }
            let names = Set(passing.flatMap { $0.array.map(\.name) })
            let foundNames = index.labelNames(matchers)
            #expect(foundNames == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            let values = Set(passing.compactMap { $0["job"] })
            let foundValues = index.labelValues("job", matchers)
            #expect(foundValues == values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
    }

    @Test func `counts where the series come from as upstream does`() throws {
        var index = SeriesIndex(seed: 1)
        for labels: Labels in [
            ["__name__": "a", "job": "x"], ["__name__": "a", "job": "yy"], ["__name__": "b", "job": "x"],
        ] { _ = index.findOrInsert(labels.packed) }
        let statistics = index.cardinality(limit: 2)
        #expect(statistics.seriesCountByMetricName.map(\.name) == ["a", "b"])
        #expect(statistics.seriesCountByMetricName.map(\.value) == [2, 1])
        #expect(statistics.labelValueCountByLabelName.map(\.value) == [2, 2])
        // __name__: (9 + 2) * 3; job: (4 + 2) * 2 + (4 + 3).
        #expect(statistics.memoryInBytesByLabelName == [.init("__name__", 33), .init("job", 19)])
        #expect(Set(statistics.seriesCountByLabelValuePair.map(\.name)) == ["__name__=a", "job=x"])
        let empty = index.cardinality(limit: 0)
        #expect(empty.seriesCountByMetricName.isEmpty)
    }

    @Test func `finds a label set without creating it`() throws {
        var index = SeriesIndex(seed: 3)
        let labels: Labels = ["a": "1", "b": "2"]
        let before = index.find(labels.packed)
        #expect(before == nil)
        let pairCount = index.labels.pairCount
        #expect(pairCount == 0)
        let created = index.findOrInsert(labels.packed)
        #expect(created?.isNew == true)
        let found = [labels, ["a": "1"], ["a": "2", "b": "1"]].map { index.find($0.packed) }
        #expect(found == [created?.series, nil, nil])
    }
}
