import Testing

@testable import PromQL

@Suite struct PrettyPrintingTests {
    /// A query, and the lines that the real server prints for it.
    struct Case: Sendable {
        let query: String
        let lines: [String]
    }

    private static let long = String(repeating: "long_", count: 20) + "total"

    private static let cases: [Case] = [
        Case(query: "sum(rate(x[5m]))by(a)", lines: ["sum by (a) (rate(x[5m]))"]),
        Case(query: long, lines: [long]),
        Case(query: "topk by(a)(5,\(long))", lines: ["topk by (a) (", "  5,", "  \(long)", ")"]),
        Case(
            query: "histogram_quantile(0.9,\(long)) or on(a) vector(0)",
            lines: ["  histogram_quantile(", "    0.9,", "    \(long)", "  )", "or on (a)", "  vector(0)"]
        ),
        Case(
            query: "-(sum(\(long)) + 1)",
            lines: ["-(", "    sum(", "      \(long)", "    )", "  +", "    1", ")"]
        ),
        Case(
            query: "max_over_time(rate(\(long)[5m])[1h:1m] offset 5m)",
            lines: ["max_over_time(", "  rate(", "    \(long)[5m]", "  )[1h:1m] offset 5m", ")"]
        ),
        // Upstream forgets to indent a subquery that fits in a line.
        Case(
            query: "quantile_over_time(scalar(\(long)), x[5m:])",
            lines: ["quantile_over_time(", "  scalar(", "    \(long)", "  ),", "x[5m:]", ")"]
        ),
    ]

    @Test(arguments: cases)
    func `long expressions are split as upstream splits them`(example: Case) throws {
        let expression = try Expression.parse(example.query)
        #expect(expression.pretty == example.lines.joined(separator: "\n"))
    }

    @Test(arguments: cases)
    func `a split expression is the same expression`(example: Case) throws {
        let expression = try Expression.parse(example.query)
        #expect(try Expression.parse(expression.pretty).description == expression.description)
    }
}
