import PrometheusModel
import Testing

@Suite struct HistogramTrimTests {
    @Test(arguments: 0..<50)
    func `what is kept below and above a value is everything`(seed: UInt64) {
        var random = RandomHistograms(seed: seed)
        let histogram = random.exponential(zeroThreshold: 0.0001)
        for value in [-3.0, -0.6, -0.1, 0, 0.3, 1, 1.7, 20] {
            let below = histogram.trimmed(.upTo(value)).bucketTotal
            let above = histogram.trimmed(.from(value)).bucketTotal
            #expect(abs(below + above - histogram.bucketTotal) < 1e-9, "at \(value)")
        }
    }

    @Test func `a histogram that nothing is taken from keeps its sum`() {
        var random = RandomHistograms(seed: 3)
        let histogram = random.exponential()
        #expect(histogram.trimmed(.upTo(.infinity)).isIdentical(to: histogram))
        #expect(histogram.trimmed(.upTo(-.infinity)).bucketTotal == 0)
    }
}
