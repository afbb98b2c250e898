import LabelMatching
import PrometheusBytes
import PrometheusExposition
import PrometheusModel
import Testing

/// The short way of reading a sample against the long one, which a blank at the front of a line leads to.
@Suite struct PlainSampleTests {
    private static let pieces = [
        "a", "_b9", "go:rate", "9c", "é", "{", "{", "}", "}", "=", "=", "\"", "\"", "\"v\"", ",", ",", " ", " ", "  ",
        "\t", "\\",
        "\\n", "\\\"", "1", "-2.5", "1e23", "NaN", "+Inf", "1700000000000", "\u{1}", "\0", "#",
        "a long value with words",
    ]

    /// What the parser says of each entry, up to the error or the end.
    private func entries(_ bytes: [UInt8], _ format: ExpositionFormat) -> [String] {
        var parser = ExpositionParser(bytes.rawSpan, format, SeriesHash())
        var labels = ExposedLabels()
        var result: [String] = []
        while true {
            guard let entry = try? parser.next() else { return result + ["error"] }
            guard entry != .end else { return result }
            guard entry == .sample else { continue }
            parser.copyLabels(into: &labels)
            let text = labels.entries.map {
                (
                    String(decoding: labels.bytes[$0.name], as: UTF8.self),
                    String(decoding: labels.bytes[$0.value], as: UTF8.self)
                )
            }
            let time = parser.hasTimestamp ? "\(parser.timestamp)" : "-"
            let series = String(decoding: bytes[parser.series], as: UTF8.self)
            result.append("\(series) \(text) \(parser.value.bitPattern) \(time)")
            if labels.hasBareNames {
                #expect(text.allSatisfy { NameValidation.legacy.acceptsLabelName($0.0) })
                #expect(text.contains { $0.0 == "__name__" && NameValidation.legacy.acceptsMetricName($0.1) })
            }
        }
    }

    /// A line that is right, or was before something in it was replaced.
    private func line(_ generator: inout SplitMix) -> String {
        func piece() -> String { Self.pieces.randomElement(using: &generator) ?? "" }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            return (0..<Int.random(in: 1...8, using: &generator)).map { _ in piece() }.joined()
        }
        let labels = (0..<Int.random(in: 1...4, using: &generator)).map { index in
            "l\(index)=\"\(String(repeating: "v", count: Int.random(in: 0...20, using: &generator)))\""
        }
        let hasLabels = Bool.random(using: &generator)
        var parts = ["name_total", hasLabels ? "{" + labels.joined(separator: ",") + "}" : "", " ", "4.25"]
        if Int.random(in: 0..<3, using: &generator) == 0 {
            parts.insert(piece(), at: Int.random(in: 0...parts.count, using: &generator))
        }
        return parts.joined()
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `a line means the same with and without a blank before it`(seed: UInt64) {
        var generator = SplitMix(state: seed)
        for _ in 0..<1500 {
            let lines = (0..<3).map { _ in line(&generator) }
            let end = Bool.random(using: &generator) ? "\n" : ""
            let short = entries(Array((lines.joined(separator: "\n") + end).utf8), .text)
            let long = entries(Array((lines.map { " " + $0 }.joined(separator: "\n") + end).utf8), .text)
            #expect(short == long, "\(lines)")
        }
    }

    @Test func `both formats read plain samples alike`() {
        let samples = "a 1\nb{c=\"d\"} -2.5e3\nb{c=\"e\",d=\"a longer value\"} NaN\nc{} +Inf\n"
        let text = entries(Array(samples.utf8), .text)
        #expect(text.count == 4)
        #expect(entries(Array((samples + "# EOF\n").utf8), .openMetrics) == text)
    }
}
