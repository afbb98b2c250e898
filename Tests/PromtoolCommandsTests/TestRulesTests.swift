import PromtoolCommands
import TestSupport
import Testing

@Suite struct TestRulesTests {
    private static let rules = """
        groups:
        - name: g
          rules:
          - record: job:up:sum
            expr: sum by (job) (up)
          - alert: Down
            expr: up == 0
            for: 2m
            labels: {severity: page}
            annotations: {summary: "{{ $labels.instance }} is down: {{ $value }} {{ .ExternalLabels.region }}"}
        """

    private static func run(
        _ test: String,
        rules: String = Self.rules,
        flags: [String] = []
    ) async throws -> (code: Int32, standard: String, error: String) {
        let directory = try TemporaryFolder()
        defer { directory.remove() }
        try directory.write("rules.yml", rules)
        let path = try directory.write("test.yml", test)
        let output = RecordedOutput()
        let code = await Promtool.run(["test", "rules"] + flags + [path], output.output)
        return (code, output.standard, output.error.replacing(directory.path, with: "DIR"))
    }

    private static func tests(_ items: String) -> String {
        """
        rule_files: [rules.yml]
        evaluation_interval: 1m
        tests:
        - interval: 1m
          name: first
          external_labels: {region: eu}
          input_series:
          - {series: 'up{job="j",instance="a"}', values: '1 1 1 0x10'}
          - {series: 'up{job="j",instance="b"}', values: '1x20'}
        \(items)
        """
    }

    @Test func `what is expected is found`() async throws {
        let result = try await Self.run(
            Self.tests(
                """
                  alert_rule_test:
                  - eval_time: 4m
                    alertname: Down
                  - eval_time: 5m
                    alertname: Down
                    exp_alerts:
                    - exp_labels: {severity: page, job: j, instance: a}
                      exp_annotations: {summary: "a is down: 0 eu"}
                  promql_expr_test:
                  - {expr: 'job:up:sum', eval_time: 6m, exp_samples: [{labels: 'job:up:sum{job="j"}', value: 1}]}
                  - {expr: 'vector(scalar(count(ALERTS)))', eval_time: 4m, exp_samples: [{value: 1}]}
                """
            )
        )
        #expect(result == (0, "  SUCCESS\n\n", ""))
    }

    @Test func `what differs is shown as upstream shows it`() async throws {
        let result = try await Self.run(
            Self.tests(
                """
                  alert_rule_test:
                  - {eval_time: 5m, alertname: Down}
                  promql_expr_test:
                  - {expr: 'up{instance="a"}', eval_time: 6m, exp_samples: [{labels: 'up{job="j"}', value: 1.5}]}
                  - {expr: 'sum(', eval_time: 1m}
                """
            )
        )
        #expect(result.code == 1)
        #expect(result.standard == "\n\n\n\n")
        #expect(
            result.error == """
                  FAILED:
                    name: first,
                    alertname: Down, time: 5m,\u{20}
                        exp:[],\u{20}
                        got:[
                            0:
                              Labels:{alertname="Down", instance="a", job="j", severity="page"}
                              Annotations:{summary="a is down: 0 eu"}
                            ]
                    expr: "up{instance=\\"a\\"}", time: 6m,
                        exp: {__name__="up", job="j"} 1.5E+00
                        got: {__name__="up", instance="a", job="j"} 0E+00
                    expr: "sum(", time: 1m, err: 1:5: parse error: unclosed left parenthesis

                """
        )
    }

    @Test(arguments: [
        ("rule_files: [nope.yml]\ntests: []\n", "  WARNING: no file match pattern DIR/nope.yml\n"),
        ("foo: 1\n", "  FAILED:\nyaml: unmarshal errors:\n  line 1: field foo not found in type main.unitTestFile\n"),
        ("group_eval_order: [a, a]\n", "  FAILED:\ngroup name repeated in evaluation order: a\n"),
        (
            "tests:\n- name: x\n  alert_rule_test: [{eval_time: 1m}]\n",
            "  FAILED:\nan item under alert_rule_test misses required attribute alertname at eval_time 1m "
                + "(in TestGroup x)\n"
        ),
        (
            "tests:\n- input_series: [{series: 'x', values: '1 2 3 foo'}]\n",
            "  FAILED:\n2:9: parse error: unexpected identifier \"foo\" in series values, expected number or \"stale\"\n"
        ),
    ])
    func `what is wrong with a test file is told`(text: String, expected: String) async throws {
        #expect(try await Self.run(text).error == expected)
    }

    @Test func `histograms and start times are understood`() async throws {
        let result = try await Self.run(
            """
            evaluation_interval: 1m
            fuzzy_compare: true
            tests:
            - start_timestamp: "2024-01-01T00:00:00Z"
              input_series:
              - {series: h, values: '{{schema:1 sum:3 count:2 buckets:[2]}}+{{schema:1 sum:1 count:1 buckets:[1]}}x2'}
              promql_expr_test:
              - {expr: 'time()', eval_time: 1m, exp_samples: [{value: 1704067260}]}
              - {expr: 'histogram_count(h)', eval_time: 2m, exp_samples: [{labels: '{}', value: 4}]}
              - expr: h
                eval_time: 0m
                exp_samples: [{labels: h, histogram: '{{schema:1 sum:3 count:2 buckets:[2]}}'}]
            """
        )
        #expect(result == (0, "  SUCCESS\n\n", ""))
    }

    @Test func `a report for build servers is written`() async throws {
        let directory = try TemporaryFolder()
        defer { directory.remove() }
        let test = try directory.write("t.yml", "tests:\n- promql_expr_test: [{expr: '1', eval_time: 0}]\n- name: b\n")
        let report = directory.path + "/r.xml"
        let output = RecordedOutput()
        #expect(await Promtool.run(["test", "--junit", report, "rules", test], output.output) == 1)
        let text = try #require(directory.read("r.xml"))
        #expect(text.contains("tests=\"2\" failures=\"1\" errors=\"0\""))
        #expect(text.contains("<testcase name=\"unnamed#0\"><failure>    expr: &#34;1&#34;, time: 0s,&#xA;"))
        #expect(text.contains("<testcase name=\"b\"></testcase>"))
    }

    @Test func `only the groups that are asked for run`() async throws {
        let text = "tests:\n- name: a\n  promql_expr_test: [{expr: '1', eval_time: 0}]\n- name: b\n"
        #expect(try await Self.run(text, flags: ["--run", "^b"]).code == 0)
        #expect(try await Self.run(text, flags: ["--run", "^b", "--run", "a"]).code == 1)
    }

    @Test(
        arguments: [
            ("unittest.yml", 0), ("failing.yml", 1), ("rules_run.yml", 1), ("rules_run_extrafields.yml", 1),
            ("rules_run_fuzzy.yml", 1), ("rules_run_no_fuzzy.yml", 1), ("bad-input-series.yml", 1),
            ("bad-promql.yml", 1), ("bad-rules-error-test.yml", 1), ("bad-rules-syntax-test.yml", 1),
            ("long-period.yml", 0), ("negative-offset-test.yml", 0), ("no-test-group-interval.yml", 0),
            ("start-time-test.yml", 0), ("at-modifier-test.yml", 0),
        ]
    )
    func `upstream's files are judged as upstream judges them`(file: String, code: Int32) async {
        let path = "\(SharedFolder.path)/conformance/data/promtool/\(file)"
        let output = RecordedOutput()
        let found = await Promtool.run(["test", "rules", path], output.output)
        // The shared folder is not everywhere.
        guard !output.error.contains("does not exist") else { return }
        #expect(found == code, "\(output.error)")
    }
}
