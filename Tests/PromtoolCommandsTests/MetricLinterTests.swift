import Testing
@testable import PromtoolCommands

@Suite struct MetricLinterTests {
    private func check(_ text: String, _ arguments: [String: String] = [:]) -> (Int32, String, String) {
        let output = RecordedOutput()
        var command = ParsedCommand()
        for (flag, value) in arguments { command.add(value, for: flag) }
        let code = CheckMetricsCommand(command, output.output).check(Array(text.utf8))
        return (code, output.standard, output.error)
    }

    @Test(arguments: [
        ("counter", "counter_x", "counter metrics should have \"_total\" suffix"),
        ("gauge", "q_kilobytes", "use base unit \"bytes\" instead of \"kilobytes\""),
        ("gauge", "my_gauge_ab", "metric name should not include type 'gauge'"),
        ("gauge", "x_kb_bytes", "metric names should not contain abbreviated units"),
        ("gauge", "g_bucket", "non-histogram metrics should not have \"_bucket\" suffix"),
        ("gauge", "x_milliseconds_seconds", "use base unit \"seconds\" instead of \"milliseconds\""),
        ("untyped", "my:gauge_count", "metric names should not contain ':'"),
    ])
    func `unusual names are told`(type: String, name: String, problem: String) {
        let (code, _, error) = check("# HELP \(name) Help.\n# TYPE \(name) \(type)\n\(name) 1\n")
        #expect(code == 3)
        #expect(error == "\(name) \(problem)\n")
    }

    @Test func `good metrics pass and are counted`() {
        let text = """
            # HELP a_total A
            # TYPE a_total counter
            a_total{x="1"} 1
            a_total{x="2"} 1
            # HELP h a
            # TYPE h histogram
            h_bucket{le="1"} 2
            h_bucket{le="+Inf"} 2
            h_sum 3
            h_count 2
            # HELP s x
            # TYPE s summary
            s{quantile="0.5"} 1
            s_sum 1
            s_count 1

            """
        let (code, standard, error) = check(text, ["extended": "true"])
        #expect(code == 0)
        #expect(error.isEmpty)
        #expect(
            standard.split(separator: "\n").map(String.init) == [
                "Metric     Cardinality    Percentage    ", "h          4              44.44%        ",
                "s          3              33.33%        ", "a_total    2              22.22%        ",
                "Total      9              100%          ",
            ]
        )
    }

    @Test func `a series that comes twice and a missing help are told`() {
        #expect(check("a{x=\"1\"} 1\nb 1\na{x=\"1\"} 2\n").2 == "a metric not unique\na no help text\nb no help text\n")
    }
}
