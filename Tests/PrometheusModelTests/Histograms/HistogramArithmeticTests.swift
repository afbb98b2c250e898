import PrometheusModel
import Testing

@Suite struct HistogramArithmeticTests {
    @Test(arguments: 0..<200)
    func `sums and differences are those of buckets in dictionaries`(seed: UInt64) throws {
        var random = RandomHistograms(seed: seed)
        let (a, b) = (random.exponential(), random.exponential())
        let (sum, _) = try a.adding(b)
        #expect(NaiveHistogram(sum) == NaiveHistogram(a).adding(NaiveHistogram(b)))
        #expect(sum.count == a.count + b.count && sum.sum == a.sum + b.sum)
        let (difference, _) = try a.subtracting(b)
        #expect(NaiveHistogram(difference) == NaiveHistogram(a).adding(NaiveHistogram(b), sign: -1))
        #expect(sum.isIdentical(to: sum.compacted()), "a result has no empty buckets")
    }

    @Test(arguments: 0..<100)
    func `no observation is lost where zero buckets differ`(seed: UInt64) throws {
        var random = RandomHistograms(seed: seed)
        let a = random.exponential(schemas: 0...0, zeroThreshold: 0.001)
        var wide = FloatHistogram()
        wide.layout.zeroThreshold = [0.001, 0.1, 0.25, 1, 3][random.number(0...4)]
        // Nothing of it lies inside its own zero bucket: that would be counted there.
        let (clean, _) = try random.exponential(schemas: 0...0).adding(wide)
        let (sum, _) = try a.adding(clean)
        #expect(sum.bucketTotal == a.bucketTotal + clean.bucketTotal)
        #expect(sum.layout.zeroThreshold >= max(a.layout.zeroThreshold, clean.layout.zeroThreshold))
    }

    @Test(arguments: 0..<100)
    func `custom bounds become those that both have`(seed: UInt64) throws {
        var random = RandomHistograms(seed: seed)
        let (a, b) = (random.custom(), random.custom())
        let (sum, remarks) = try a.adding(b)
        let common = Set(a.layout.customBounds).intersection(b.layout.customBounds)
        #expect(Set(sum.layout.customBounds) == common)
        #expect(remarks.contains(.reconciledBounds) == (a.layout.customBounds != b.layout.customBounds))
        func below(_ histogram: FloatHistogram, _ bound: Double) -> Double {
            histogram.positive.filter { $0.upper <= bound }.reduce(0) { $0 + $1.count }
        }
        for bound in common { #expect(below(sum, bound) == below(a, bound) + below(b, bound)) }
        #expect(sum.bucketTotal == a.bucketTotal + b.bucketTotal)
    }

    @Test func `exponential and custom buckets do not add up`() {
        var random = RandomHistograms(seed: 1)
        let (a, b) = (random.exponential(), random.custom())
        #expect(throws: HistogramArithmeticError.incompatibleSchemas) { try a.adding(b) }
    }

    @Test(arguments: 0..<100)
    func `a coarser schema has the same observations`(seed: UInt64) {
        var random = RandomHistograms(seed: seed)
        let histogram = random.exponential(schemas: 2...3)
        for schema in Int32(-2)...2 {
            #expect(NaiveHistogram(histogram.reduced(to: schema)) == NaiveHistogram(histogram).reduced(to: schema))
        }
    }

    @Test func `rounding errors of a sum are made good`() throws {
        func histogram(_ value: Double) -> FloatHistogram {
            var result = FloatHistogram()
            result.count = value
            result.layout.positiveSpans = [HistogramSpan(offset: 0, length: 1)]
            result.positiveBuckets = [value]
            return result
        }
        var sum = HistogramSum(histogram(1e16))
        for value in [1, 1, 1, -1e16] { _ = try sum.add(histogram(value)) }
        #expect(sum.histogram.count == 3 && sum.histogram.positiveBuckets == [3])
    }

    @Test func `a mean of infinite sums is finite`() throws {
        var histogram = FloatHistogram()
        histogram.count = .greatestFiniteMagnitude
        var mean = HistogramMean(histogram)
        for _ in 0..<3 { _ = try mean.add(histogram) }
        #expect(abs(mean.histogram.count / .greatestFiniteMagnitude - 1) < 1e-15)
    }

    @Test func `what is known of resets is combined`() throws {
        func remarks(_ first: CounterResetHint, _ second: CounterResetHint) throws -> (CounterResetHint, Bool) {
            var (a, b) = (FloatHistogram(), FloatHistogram())
            (a.counterResetHint, b.counterResetHint) = (first, second)
            let (sum, remarks) = try a.adding(b)
            return (sum.counterResetHint, remarks.contains(.conflictingResets))
        }
        #expect(try remarks(.reset, .reset) == (.reset, false))
        #expect(try remarks(.reset, .gauge) == (.gauge, false))
        #expect(try remarks(.unknown, .notReset) == (.unknown, false))
        #expect(try remarks(.reset, .notReset) == (.unknown, true))
    }

    @Test func `division by zero leaves no buckets`() {
        var random = RandomHistograms(seed: 5)
        let result = random.exponential().divided(by: 0)
        #expect(result.positiveBuckets.isEmpty && result.layout.negativeSpans.isEmpty)
        #expect(random.exponential().multiplied(by: -1).counterResetHint == .gauge)
    }
}
