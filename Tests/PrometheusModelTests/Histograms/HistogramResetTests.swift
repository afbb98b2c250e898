import PrometheusModel
import Testing

@Suite struct HistogramResetTests {
    @Test(arguments: 0..<100)
    func `growing is no reset, at any coarser resolution`(seed: UInt64) throws {
        var random = RandomHistograms(seed: seed)
        let (old, more) = (random.exponential(), random.exponential())
        let (new, _) = try old.adding(more)
        #expect(!new.isReset(after: old))
        #expect(!old.isReset(after: old))
    }

    @Test(arguments: 0..<100)
    func `a bucket that went down is a reset`(seed: UInt64) {
        var random = RandomHistograms(seed: seed)
        let old = random.exponential()
        var new = old
        guard let index = old.positiveBuckets.firstIndex(where: { $0 > 0 }) else { return }
        new.positiveBuckets[index] -= 1
        #expect(new.isReset(after: old))
        new.positiveBuckets[index] = 0
        #expect(new.compacted().isReset(after: old), "a missing bucket went down to nothing")
    }

    @Test func `finer resolution or a narrower zero bucket is a reset`() {
        var (old, new) = (FloatHistogram(), FloatHistogram())
        new.layout.schema = 1
        #expect(new.isReset(after: old))
        #expect(!old.isReset(after: new))
        (old, new) = (FloatHistogram(), FloatHistogram())
        old.layout.zeroThreshold = 1
        #expect(new.isReset(after: old))
    }

    @Test func `hints decide without a look at buckets`() {
        var (old, new) = (FloatHistogram(), FloatHistogram())
        new.counterResetHint = .reset
        #expect(new.isReset(after: old))
        old.count = 5
        new.counterResetHint = .notReset
        #expect(!new.isReset(after: old))
        new.counterResetHint = .gauge
        #expect(new.isReset(after: old))
    }

    @Test func `with other custom bounds what lies between common ones is compared`() throws {
        func histogram(_ text: String) throws -> FloatHistogram {
            try HistogramLiteral("{{schema:-53 \(text)}}").histogram
        }
        let old = try histogram("count:6 custom_values:[1 2 4] buckets:[1 2 3]")
        #expect(!(try histogram("count:6 custom_values:[1 4] buckets:[1 5]").isReset(after: old)))
        #expect(try histogram("count:6 custom_values:[1 4] buckets:[2 4]").isReset(after: old))
    }
}
