import LabelMatching
import PrometheusBytes
import Testing

@Suite struct GoPatternTests {
    @Test(arguments: [
        ("(?<n>a)b", "ab"), ("(?P<n>a)b", "ab"), ("\\Qa.b", "a.b"), ("\\Qa(\\Eb", "a(b"), ("[]a]+", "]a"),
        ("[^]]", "x"),
        ("[(?<]+", "(?<"), ("a\\\\Cb", "a\\Cb"), ("[\\]\\[]+", "]["), ("\\Q\\E", ""), ("x\\Q(?<", "x(?<"),
    ])
    func `what Go takes matches as it does there`(pattern: String, text: String) throws {
        let expression = try RegularExpression(anchoring: pattern)
        #expect(text.withRawSpan { expression.matchesWhole($0) })
    }

    @Test(arguments: [("\\C", "invalid escape sequence: `\\C`"), ("a\\Cb", "invalid escape sequence: `\\C`")])
    func `what Go refuses is refused`(pattern: String, reason: String) {
        #expect(throws: RegularExpressionError(reason: reason)) { try RegularExpression(pattern) }
    }
}
