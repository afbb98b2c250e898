import PromQL
import Testing
import TestSupport

/// Label names that a query writes as strings.
@Suite struct LabelNameTests {
    @Test(arguments: [
        (#"count_values("\xff", vector(1))"#, #"invalid label name "\xff""#),
        (#"count_values("", vector(1))"#, #"invalid label name """#),
        (#"sum by ("a\xc3") (x)"#, #"1:9: parse error: invalid label name for grouping: "a\xc3""#),
        (
            #"label_replace(vector(1), "\xff", "x", "a", "(.*)")"#,
            "invalid destination label name in label_replace(): \u{FFFD}"
        ),
        (
            #"label_replace(vector(1), "a", "x", "a", "\xff")"#,
            "invalid regular expression in label_replace(): \u{FFFD}"
        ),
        (#"label_join(vector(1), "\xff", "-", "a")"#, "invalid destination label name in label_join(): \u{FFFD}"),
        (#"label_join(vector(1), "a", "-", "\xff")"#, "invalid source label name in label_join(): \u{FFFD}"),
    ])
    func `a name that is not UTF-8 is refused in upstream's words`(query: String, message: String) async {
        let engine = QueryEngine(options: QueryEngineOptions())
        await #expect {
            try await engine.instant(query, at: 0, on: MemoryStore())
        } throws: {
            "\($0)" == message
        }
    }

    @Test(arguments: [(#""a\xffb""#, #""a\xffb""#), (#""\xc3\x28""#, #""\xc3(""#), (#""\u00e9\x00""#, #""é\x00""#)])
    func `a string prints with its bytes escaped`(query: String, printed: String) throws {
        #expect(try Expression.parse(query).description == printed)
    }
}
