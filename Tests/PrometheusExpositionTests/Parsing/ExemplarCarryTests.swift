import PrometheusBytes
import Testing

@testable import PrometheusExposition

@Suite struct ExemplarCarryTests {
    @Test(arguments: [false, true])
    func `an exemplar belongs to its own line only`(isKnown: Bool) throws {
        let bytes = Array("# TYPE a counter\na_total{x=\"1\"} 1 # {t=\"1\"} 0.5 1\na_total{x=\"2\"} 2\n# EOF\n".utf8)
        let hasher = SeriesHash()
        var first = ExpositionParser(bytes.rawSpan, .openMetrics, hasher)
        for _ in 0..<3 { _ = try first.next() }
        let slow = first.sample
        #expect(!slow.hasExemplars)
        var parser = ExpositionParser(bytes.rawSpan, .openMetrics, hasher)
        for _ in 0..<2 { _ = try parser.next() }
        let before = parser.sample
        #expect(before.hasExemplars)
        let wasKnown = isKnown && parser.nextKnown(slow.hash, slow.length)
        if !isKnown { _ = try parser.next() }
        let after = parser.sample
        #expect(wasKnown == isKnown && !after.hasExemplars)
    }
}
