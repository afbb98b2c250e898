import PrometheusModel
import Testing
@testable import Scraping

@Suite struct ClassicHistogramTests {
    @Test func `cumulative buckets become single ones with custom bounds`() throws {
        let classic = ClassicHistogram(buckets: [(1, 2), (2.5, 2), (5, 7), (.infinity, 9)], sum: 30, count: 9)
        guard case .integer(let histogram) = try #require(classic.native) else {
            Issue.record("not an integer histogram")
            return
        }
        #expect(histogram.layout.schema == HistogramLayout.customBucketsSchema)
        #expect(histogram.layout.customBounds == [1, 2.5, 5])
        #expect(histogram.layout.positiveSpans == [HistogramSpan(offset: 0, length: 4)])
        #expect(histogram.positiveDeltas == [2, -2, 5, -3])
        #expect((histogram.count, histogram.sum) == (9, 30))
    }

    @Test func `buckets are sorted, repeated ones ignored, the last one and the count made up`() throws {
        let classic = ClassicHistogram(buckets: [(5, 7), (1, 2), (1, 3)], sum: 1, count: nil)
        guard case .integer(let histogram) = try #require(classic.native) else { return }
        #expect(histogram.layout.customBounds == [1, 5])
        #expect(histogram.count == 7)
        #expect(histogram.positiveDeltas == [2, 3])
    }

    @Test func `long runs of empty buckets are left out`() throws {
        let buckets = (0..<10).map { (bound: Double($0), count: $0 < 8 ? 1.0 : 2.0) }
        let classic = ClassicHistogram(buckets: buckets, sum: 1, count: 2)
        guard case .integer(let histogram) = try #require(classic.native) else { return }
        #expect(
            histogram.layout.positiveSpans == [
                HistogramSpan(offset: 0, length: 1), HistogramSpan(offset: 7, length: 1),
            ]
        )
        #expect(histogram.positiveDeltas == [1, 0])
    }

    @Test func `fractional counts make a float histogram`() throws {
        let classic = ClassicHistogram(buckets: [(1, 0.5), (.infinity, 1.5)], sum: 1, count: 1.5)
        guard case .float(let histogram) = try #require(classic.native) else {
            Issue.record("not a float histogram")
            return
        }
        #expect(histogram.positiveBuckets == [0.5, 1.0])
    }

    @Test(arguments: [
        ClassicHistogram(buckets: [(1, 3), (2, 2)], sum: 0, count: 2),
        ClassicHistogram(buckets: [(1, -1)], sum: 0, count: 1),
        ClassicHistogram(buckets: [(.nan, 1)], sum: 0, count: 1),
        ClassicHistogram(buckets: [(1, 1), (.infinity, 2)], sum: 0, count: 3),
        ClassicHistogram(buckets: [(1, .infinity)], sum: 0, count: .infinity),
    ])
    func `parts that contradict each other make none`(classic: ClassicHistogram) {
        #expect(classic.native == nil)
    }

    @Test func `reduction merges buckets and keeps the count of each side`() {
        var histogram = IntegerHistogram()
        histogram.layout.schema = 2
        histogram.layout.positiveSpans = [HistogramSpan(offset: -3, length: 4), HistogramSpan(offset: 3, length: 2)]
        // Buckets -3…0 and 4…5 hold 1, 2, 3, 4, 5, 6.
        histogram.positiveDeltas = [1, 1, 1, 1, 1, 1]
        let reduced = histogram.reduced(to: 1)
        // Indices (i - 1 >> 1) + 1: -1: 1 + 2; 0: 3 + 4; 2: 5; 3: 6.
        #expect(
            reduced.layout.positiveSpans == [HistogramSpan(offset: -1, length: 2), HistogramSpan(offset: 1, length: 2)]
        )
        #expect(reduced.positiveDeltas == [3, 4, -2, 1])
        #expect(histogram.reduced(to: 0).positiveDeltas == [10, -5, 1])
    }
}
