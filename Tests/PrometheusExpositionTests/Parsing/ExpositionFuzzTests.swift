import PrometheusBytes
import PrometheusExposition
import Testing

/// Damaged and random expositions: the parsers may refuse them, and must do nothing worse.
@Suite struct ExpositionFuzzTests {
    private static let seeds = [
        "# HELP a b\\n\\\\\n# TYPE a histogram\na_bucket{le=\"1\",x=\"y\\\"z\"} 1 5\na_sum 1.5e-7\n{\"q.r\",s=\"t\"} NaN\n",
        "# TYPE a_s summary\n# UNIT a_s s\na_s{quantile=\"0.5\"} 1 2.5 # {t=\"u\"} 1 2\n# EOF\n",
    ]

    @Test(arguments: [ExpositionFormat.text, .openMetrics], 0..<20)
    func `damaged bytes are parsed or refused`(format: ExpositionFormat, seed: Int) {
        var generator = SplitMix(state: UInt64(seed))
        for _ in 0..<500 {
            var bytes = Array(Self.seeds[Int.random(in: 0..<2, using: &generator)].utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                damage(&bytes, &generator)
            }
            let transcript = ExpositionTranscript(bytes, format)
            #expect(transcript.error?.description.isEmpty != true)
            readExpectingAnything(bytes, format, &generator)
        }
    }

    private func damage(_ bytes: inout [UInt8], _ generator: inout SplitMix) {
        let at = Int.random(in: 0...bytes.count, using: &generator)
        let special = Array("\n\"\\{}=, \t#0e+.\0".utf8) + [0xFF, 0xC3]
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.insert(special.randomElement(using: &generator) ?? 0, at: at)
        case 1 where at < bytes.count: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 2 where at < bytes.count: bytes.remove(at: at)
        default: bytes.removeSubrange(at...)
        }
    }

    /// Tries the fast way with right and wrong lengths at every line.
    private func readExpectingAnything(_ bytes: [UInt8], _ format: ExpositionFormat, _ generator: inout SplitMix) {
        let hasher = SeriesHash(using: &generator)
        var parser = ExpositionParser(bytes.rawSpan, format, hasher)
        var at = 0
        while at < bytes.count {
            let length = Int.random(in: 0..<40, using: &generator)
            let hash = length <= bytes.count - at ? hasher.hash(bytes.rawSpan, at, length) : 0
            if parser.nextKnown(hash, length) {
                at = parser.series.upperBound
            } else {
                guard let entry = try? parser.next(), entry != .end else { return }
            }
            while at < bytes.count, bytes[at] != 0x0A { at += 1 }
            at += 1
        }
    }
}
