import PrometheusConfiguration
import PrometheusModel
import Testing

@testable import Rules

@Suite struct RuleFilesTests {
    private func decode(_ text: String) throws -> [RuleGroupDefinition] {
        try RuleFiles.decode(text, file: "r.yml", settings: RuleSettings(ServerConfiguration()))
    }

    @Test func `a file's groups get the defaults and their labels`() throws {
        let groups = try decode(
            """
            groups:
            - name: a
              labels: {team: x, env: p}
              query_offset: 0s
              rules:
              - {record: r, expr: sum(up), labels: {env: q}}
            - name: b
              interval: 30s
            """
        )
        #expect(groups.map(\.intervalMilliseconds) == [60_000, 30_000])
        #expect(groups[0].queryOffsetMilliseconds == 0)
        #expect(groups[1].queryOffsetMilliseconds == nil)
        #expect(groups[0].rules[0].labels.map { "\($0.name)=\($0.value)" } == ["env=q", "team=x"])
        #expect(try decode("").isEmpty)
    }

    @Test(arguments: [
        ("groups:\n- name: a\n- name: a", #"r.yml: 0:0: groupname: "a" is repeated in the same file"#),
        ("groups:\n- rules: []", "r.yml: 0:0: Groupname must not be empty"),
        (
            "groups:\n- name: g\n  foo: 1",
            "r.yml: yaml: unmarshal errors:\n  line 3: field foo not found in type rulefmt.RuleGroup"
        ),
        (
            "groups:\n- name: g\n  rules:\n  - record: r\n    expr: sum(\n",
            #"r.yml: 5:11: group "g", rule 1, "r": could not parse expression: 1:5: parse error: unclosed left parenthesis"#
        ),
        (
            "groups:\n- name: g\n  rules:\n  - alert: A\n",
            #"r.yml: 0:0: group "g", rule 1, "A": field 'expr' must be set in rule"#
        ),
        (
            "groups:\n- name: g\n  rules:\n  - expr: up\n",
            #"r.yml: 0:0: 0:0: group "g", rule 1, "": one of 'record' or 'alert' must be set"#
        ),
        (
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations: {a: '{{ $foo }}'}\n",
            #"r.yml: group "g", rule 1, "A": annotation "a": template: __alert_A:1: undefined variable "$foo""#
        ),
        (
            "groups:\n- name: g\n  rules:\n  - record: r\n    expr: up\n    for: 5m\n",
            #"r.yml: 4:13: group "g", rule 1, "r": invalid field 'for' in recording rule"#
        ),
        (
            "groups:\n- name: g\n  rules:\n  - record: r\n    expr: up\n    labels: {__name__: x}\n",
            #"r.yml: group "g", rule 1, "r": invalid label name: __name__"#
        ), ("groups:\n- name: g\n  labels: {'': y}\n", "r.yml: invalid label name: "),
        (
            "groups:\n- name: g\n  rules:\n  - record: r\n    alert: A\n    expr: up\n",
            #"r.yml: 4:13: 5:12: group "g", rule 1, "A": only one of 'record' and 'alert' must be set"#
        ),
        (
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations: {'': x}\n",
            #"r.yml: group "g", rule 1, "A": invalid annotation name: "#
        ),
        (
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      sum(up)\n      +\n      foo{\n",
            #"r.yml: 5:11: group "g", rule 1, "A": could not parse expression: "#
                + "4:1: parse error: unexpected end of input inside braces"
        ),
        (
            "groups:\n- name: g\n  rules:\n  - x\n",
            "r.yml: yaml: unmarshal errors:\n  line 4: cannot unmarshal !!str `x` into rulefmt.Rule (field groups[0].rules[0])"
        ),
        ("groups:\n- name: g\n   x: y\n", "r.yml: yaml: line 3: mapping values are not allowed in this context"),
        (
            "groups:\n- name: g\n  interval: 5x\n",
            #"r.yml: unknown unit "x" in duration "5x" (line 3, column 13, field groups[0].interval)"#
        ),
    ])
    func `what is wrong is named with file, group and rule`(text: String, message: String) {
        #expect { try decode(text) } throws: { "\($0)" == message }
    }

    @Test func `all problems of a file are found`() {
        let text = """
            groups:
            - name: g
              rules:
              - alert: A
                expr: sum(
              - record: 'r{}'
                expr: up
                for: 1m
                annotations: {a: b}
            - name: g
            """
        let expected = [
            #"r.yml: 5:11: group "g", rule 1, "A": could not parse expression: 1:5: parse error: unclosed left parenthesis"#,
            #"r.yml: 6:13: group "g", rule 2, "r{}": invalid field 'annotations' in recording rule"#,
            #"r.yml: 6:13: group "g", rule 2, "r{}": invalid field 'for' in recording rule"#,
            #"r.yml: 6:13: group "g", rule 2, "r{}": braces present in the recording rule name; should it be in expr?: r{}"#,
            #"r.yml: 0:0: groupname: "g" is repeated in the same file"#,
        ]
        #expect { try decode(text) } throws: { ($0 as? RuleFileError)?.messages == expected }
    }

    @Test(arguments: ["\"x\"", "up[5m]", "1", "up", "vector(1)"])
    func `the type of an expression does not matter before it is evaluated`(expression: String) throws {
        let rules = try decode(
            "groups:\n- name: g\n  rules:\n  - alert: A b\n    expr: '\(expression)'\n    for: 1d12h\n"
        )
        #expect(rules[0].rules[0].name == "A b")
        #expect(rules[0].rules[0].holdMilliseconds == 36 * 3_600_000)
    }

    @Test func `messages show a rule as upstream does`() throws {
        let groups = try decode(
            #"""
            groups:
            - name: g
              rules:
              - alert: Bad
                expr: 'up{a="b"} [5m]'
                for: 90s
                keep_firing_for: 1h
                labels: {b: x, a: "y: z"}
                annotations: {q: "{{ $value }}", n: "line1\nline2"}
              - {record: 'a:b', expr: 'up [5m:]', labels: {b: "1"}}
            """#
        )
        #expect(
            groups[0].rules.map(\.text) == [
                """
                alert: Bad
                expr: up{a="b"}[5m]
                for: 1m30s
                keep_firing_for: 1h
                labels:
                  a: 'y: z'
                  b: x
                annotations:
                  "n": |-
                    line1
                    line2
                  q: '{{ $value }}'

                """,
                """
                record: a:b
                expr: up[5m:]
                labels:
                  b: "1"

                """,
            ]
        )
    }

    @Test(arguments: [
        ("groups: []\n", false), ("---\ngroups: []\n", false), ("# a\n---\ngroups: []\n...\n", false),
        ("groups: []\n---\ngroups: []\n", true), ("--- {groups: []}\n--- {}\n", true), ("", false),
    ])
    func `a second document is noticed`(text: String, expected: Bool) {
        #expect(RuleFiles.hasSecondDocument(text) == expected)
    }
}
