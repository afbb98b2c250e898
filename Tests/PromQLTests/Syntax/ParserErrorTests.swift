import PromQL
import Testing

@Suite struct ParserErrorTests {
    @Test(arguments: ParseErrorCases.all)
    func `a malformed query is refused with upstream's text and place`(query: String, result: String) {
        let expected = result.split(separator: "|", maxSplits: 1).joined(separator: ": parse error: ")
        #expect { try Expression.parse(query, options: .stable) } throws: { "\($0)" == expected }
    }

    @Test func `an empty query has no place`() {
        #expect { try Expression.parse("") } throws: {
            "\($0)" == "unknown position: parse error: no expression found in input"
        }
    }

    @Test func `places count lines and byte columns`() {
        #expect { try Expression.parse("sum(é\n  +") } throws: { "\($0)".hasPrefix("1:5:") }
        #expect { try Expression.parse("# é\nup +\n  (up up)") } throws: { "\($0)".hasPrefix("3:7:") }
    }

    @Test(arguments: [
        (
            "limitk(1, a)",
            "limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions"
        ),
        ("info(a)", #"function "info" is not enabled"#),
        ("a anchored", "anchored modifier is experimental and not enabled"),
        ("rate(a[5m] smoothed)", "smoothed modifier is experimental and not enabled"),
        ("a + fill(0) b", "binop fill modifiers are experimental and not enabled"),
    ])
    func `gated syntax says which gate is closed`(query: String, message: String) {
        #expect { try Expression.parse(query) } throws: { ($0 as? ParseError)?.message == message }
    }

    @Test(arguments: [
        "(", "-", "sum(", "a[", "{", "a^", "1^", "min_of(", "a offset (", "a[(", "a[-", "up+up or ", "a + (a",
    ])
    func `deep nesting is an error, not a crash`(piece: String) {
        for start in ["", "a["] {
            let query = start + String(repeating: piece, count: 100_000)
            #expect(throws: ParseError.self) { try Expression.parse(query, options: .everything) }
        }
    }

    @Test func `a chain of operators may be long but not endless`() throws {
        let chain = Array(repeating: "up", count: 900).joined(separator: " or ")
        #expect(try Expression.parse(chain).description == chain)
        let tooLong = Array(repeating: "up", count: 1100).joined(separator: " or ")
        #expect { try Expression.parse(tooLong) } throws: {
            ($0 as? ParseError)?.message == "expression is nested too deeply"
        }
    }
}
