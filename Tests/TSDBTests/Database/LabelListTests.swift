import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct LabelListTests {
    private static func add(_ database: Database, _ labels: Labels, at time: Int64) throws {
        let reference = try database.resolve([labels])[0].reference
        _ = try database.commit(HeadTests.batch([(reference, time, 1)]))
    }

    @Test func `a list is known after it was asked for until series come or go`() throws {
        let directory = try TemporaryDirectory()
        let database = try DatabaseTests.open(directory.path)
        try Self.add(database, ["__name__": "m", "a": "1"], at: 1_000)
        func querier() throws -> any Querier { try database.querier(.min ... .max) }
        #expect(try querier().knownLabelNames == nil)
        #expect(try querier().knownLabelValues("a") == nil)
        #expect(try querier().labelNames([]) == ["__name__", "a"])
        #expect(try querier().labelValues("a", []) == ["1"])
        #expect(try querier().labelValues("b", []).isEmpty)
        #expect(try querier().knownLabelNames == ["__name__", "a"])
        #expect(try querier().knownLabelValues("a") == ["1"])
        #expect(try querier().knownLabelValues("b") == [])

        // A value more is another list of values, but the same list of names.
        try Self.add(database, ["__name__": "m", "a": "2"], at: 2_000)
        #expect(try querier().knownLabelNames == ["__name__", "a"])
        #expect(try querier().knownLabelValues("a") == nil)
        #expect(try querier().labelValues("a", []) == ["1", "2"])

        try Self.add(database, ["__name__": "m", "b": "3"], at: 3_000)
        #expect(try querier().knownLabelNames == nil)
        #expect(try querier().knownLabelValues("b") == nil)
        #expect(try querier().labelNames([]) == ["__name__", "a", "b"])
        #expect(try querier().labelValues("b", []) == ["3"])
        #expect(try querier().knownLabelValues("a") == ["1", "2"])
        try database.close()
    }

    @Test func `a window that the head is not in has a list of its own`() throws {
        let directory = try TemporaryDirectory()
        let database = try DatabaseTests.open(directory.path)
        try Self.add(database, ["a": "1"], at: 50_000)
        #expect(try database.querier(.min ... .max).labelValues("a", []) == ["1"])
        let before = try database.querier(0...10)
        #expect(before.knownLabelValues("a") == nil)
        #expect(try before.labelValues("a", []).isEmpty)
        #expect(try database.querier(.min ... .max).labelValues("a", []) == ["1"])
        try database.close()
    }

    @Test func `lists of another source are not given, and make room`() {
        let cache = LabelListCache()
        let source = LabelListCache.Source(blocks: [1], version: 2)
        cache.keep(.names, source, ["a"])
        #expect(cache.find(.names, source) == ["a"])
        #expect(cache.find(.values("a"), source) == nil)
        for other in [
            LabelListCache.Source(blocks: [], version: 2), LabelListCache.Source(blocks: [1], version: 3),
            LabelListCache.Source(blocks: [1], version: nil),
        ] { #expect(cache.find(.names, other) == nil) }
        for number in 0..<100 { cache.keep(.values("\(number)"), source, ["v"]) }
        #expect(cache.find(.names, source) == nil)
        #expect(cache.find(.values("99"), source) == ["v"])
        cache.keep(.names, source, Array(repeating: "", count: 1 << 20))
        #expect(cache.find(.names, source) == nil)
    }
}
