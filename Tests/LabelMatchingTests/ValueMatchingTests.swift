import LabelMatching
import PrometheusBytes
import Testing

@Suite struct ValueMatchingTests {
    /// A short name of the form.
    private func form(_ pattern: String) throws -> String {
        switch try ValueMatching(pattern: pattern) {
        case .literal(let bytes): "literal \(String(decoding: bytes, as: UTF8.self))"
        case .literals(let all): "literals \(all.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))"
        case .anything: "anything"
        case .nonEmpty: "nonEmpty"
        case .prefix(let bytes): "prefix \(String(decoding: bytes, as: UTF8.self))"
        case .wildcards: "wildcards"
        case .folded: "folded"
        case .expression: "expression"
        }
    }

    @Test(arguments: [
        ("", "literal "), ("foo", "literal foo"), ("^foo$", "literal foo"), ("a\\.b", "literal a.b"),
        (".*", "anything"),
        (".+", "nonEmpty"), ("foo.*", "prefix foo"), (".*foo", "wildcards"), (".*foo.*", "wildcards"),
        ("foo.+", "wildcards"), ("b|a|b", "literals a b"), ("(foo|bar)", "literals bar foo"),
        ("foo(bar)?", "literals foo foobar"), ("a[1-3]", "literals a1 a2 a3"), ("(a|b)(c|d)", "literals ac ad bc bd"),
        ("a|", "literals  a"), ("foo.*|bar.*", "expression"), ("foo|bar|x.*", "expression"), ("(?i)get", "folded"),
        ("(?i)get|.*", "expression"), ("\\d+", "expression"), ("a{2}", "expression"), ("[^a]", "expression"),
        ("a.b", "expression"), ("a*", "expression"), (".+.+", "expression"), ("(?P<x>a)", "expression"),
        ("é|ü?", "literals  é ü"),
    ])
    func `cheap forms are recognised`(pattern: String, expected: String) throws {
        #expect(try form(pattern) == expected)
    }

    @Test(arguments: ["(", "a**", "[a", "a{2,1}", "\\8", "(?x", "*", "a|*", ")", "x(?i"])
    func `what is not a regular expression is refused`(pattern: String) {
        #expect(throws: RegularExpressionError.self) { try ValueMatching(pattern: pattern) }
    }

    @Test func `many literals stay a list`() throws {
        let pattern = (0..<3000).map { "10.0.\($0 / 256).\($0 % 256):9100" }.joined(separator: "|")
            .split(separator: ".").joined(separator: "\\.")
        let matching = try ValueMatching(pattern: pattern)
        #expect(matching.acceptedValues?.count == 3000)
        #expect("10.0.3.7:9100".withRawSpan { matching.matches($0) })
        #expect("10x0.3.7:9100".withRawSpan { matching.matches($0) } == false)
    }

    @Test func `alternatives that multiply are left to RE2`() throws {
        #expect(try form(String(repeating: "[0-9]", count: 8)) == "expression")
        #expect(try form(String(repeating: "(a|b)", count: 40)) == "expression")
    }

    @Test(arguments: ["\u{212A}elvin", "KELVIN", "kelvin", "ſ", "S"])
    func `folding agrees with RE2 beyond ASCII`(value: String) throws {
        let matching = try ValueMatching(pattern: "(?i)kelvin|s")
        let expression = try RegularExpression("^(?s:(?i)kelvin|s)$")
        #expect(value.withRawSpan { matching.matches($0) } == value.withRawSpan { expression.matchesWhole($0) })
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `every form accepts what RE2 accepts`(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        var forms: Set<String> = []
        for _ in 0..<1500 {
            let pattern = randomPattern(depth: 3, &generator)
            // Some combinations are no expressions; then both must say so.
            guard let expression = try? RegularExpression("^(?s:\(pattern))$") else {
                #expect(throws: RegularExpressionError.self) { try ValueMatching(pattern: pattern) }
                continue
            }
            let matching = try ValueMatching(pattern: pattern)
            forms.insert(String(try form(pattern).prefix { $0 != " " }))
            for _ in 0..<40 {
                let value = randomValue(&generator)
                let (ours, expected) = value.withRawSpan { (matching.matches($0), expression.matchesWhole($0)) }
                #expect(ours == expected, "\(pattern.debugDescription) \(value.debugDescription)")
            }
        }
        #expect(forms.count == 8)
    }

    private func randomPattern(depth: Int, _ generator: inout SeededGenerator) -> String {
        let leaves = [
            "a", "b", "ab", ".*", ".+", "é", "\\.", "[ab]", "[a-c]", "", "a?", "é?", ".*?", ".", "b+", "\\w", "A", "-",
            " ",
        ]
        guard depth > 0 else { return leaves.randomElement(using: &generator) ?? "" }
        switch Int.random(in: 0..<11, using: &generator) {
        case 0..<4:
            return randomPattern(depth: depth - 1, &generator) + randomPattern(depth: depth - 1, &generator)
        case 4, 5:
            return randomPattern(depth: depth - 1, &generator) + "|" + randomPattern(depth: depth - 1, &generator)
        case 6: return "(" + randomPattern(depth: depth - 1, &generator) + ")"
        case 7: return "(?:" + randomPattern(depth: depth - 1, &generator) + ")?"
        case 8: return "^" + randomPattern(depth: depth - 1, &generator) + "$"
        case 9: return "(?i)" + randomPattern(depth: depth - 1, &generator)
        default: return leaves.randomElement(using: &generator) ?? ""
        }
    }

    private func randomValue(_ generator: inout SeededGenerator) -> String {
        let characters = ["a", "b", "c", "é", ".", "A", "\n", "-", " "]
        return (0..<Int.random(in: 0...5, using: &generator)).map { _ in
            characters.randomElement(using: &generator) ?? ""
        }.joined()
    }
}
