import PrometheusModel
import Testing

@Suite struct HistogramTextTests {
    @Test(arguments: 0..<50)
    func `what is written in the notation of scripts reads as the same`(seed: UInt64) throws {
        var random = RandomHistograms(seed: seed)
        for histogram in [random.exponential(zeroThreshold: 0.01), random.custom()] {
            let read = try HistogramLiteral(histogram.scriptText).histogram
            #expect(read.compacted().isIdentical(to: histogram.compacted()), "\(histogram.scriptText)")
        }
    }

    @Test func `the text lists buckets from the most negative on`() throws {
        let literal = "{{count:9 sum:5.5 z_bucket:1 z_bucket_w:0.001 buckets:[2 0 3] n_buckets:[1 2]}}"
        let text = try HistogramLiteral(literal).histogram.description
        #expect(text == "{count:9, sum:5.5, [-2,-1):2, [-1,-0.5):1, [-0.001,0.001]:1, (0.5,1]:2, (2,4]:3}")
    }

    @Test func `boundary rules say which bounds belong to a bucket`() throws {
        let literal = try HistogramLiteral("{{z_bucket:1 z_bucket_w:0.1 buckets:[2] n_buckets:[1]}}")
        #expect(literal.histogram.buckets.map(\.boundaryRule) == [1, 3, 0])
        let custom = try HistogramLiteral("{{schema:-53 custom_values:[5] buckets:[1 2]}}").histogram.buckets
        #expect(custom.map(\.boundaryRule) == [3, 0])
        #expect(custom.map(\.lower) == [-.infinity, 5] && custom.map(\.upper) == [5, .infinity])
    }

    @Test func `a zero bucket takes its part of the buckets that it overlaps`() throws {
        let histogram = try HistogramLiteral("{{z_bucket:1 z_bucket_w:0.7 buckets:[2] n_buckets:[1]}}").histogram
        #expect(histogram.buckets.map(\.lower) == [-1, -0.7, 0.7])
        #expect(histogram.buckets.map(\.upper) == [-0.7, 0.7, 1])
    }

    @Test(arguments: [
        ("{{schema:1 schema:2}}", "duplicate key \"schema\" in histogram"),
        ("{{foo:1}}", "bad histogram descriptor found: \"foo\""),
        ("{{schema 1}}", "missing `:` for histogram descriptor"),
        ("{{buckets:[1 x]}}", "invalid character in buckets description: x"),
    ])
    func `a malformed notation is refused`(text: String, message: String) {
        do throws(HistogramLiteralError) {
            _ = try HistogramLiteral(text)
            Issue.record("was read")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func `bounds are exact powers of two where they should be`() {
        for schema in Int32(-4)...8 {
            let perDoubling = schema >= 0 ? Int32(1) << schema : 1
            #expect(ExponentialBounds.upper(0, schema: schema) == 1)
            #expect(ExponentialBounds.upper(perDoubling, schema: max(0, schema)) == 2)
        }
        // Upstream's bound, whose last bit is not that of the root of two.
        #expect(ExponentialBounds.upper(1, schema: 1) == 1.414213562373095)
        #expect(ExponentialBounds.upper(1, schema: -2) == 16)
        #expect(ExponentialBounds.upper(-1, schema: -2) == 1.0 / 16)
        #expect(ExponentialBounds.upper(1024, schema: 0) == .greatestFiniteMagnitude)
        #expect(ExponentialBounds.upper(1025, schema: 0) == .infinity)
    }
}
