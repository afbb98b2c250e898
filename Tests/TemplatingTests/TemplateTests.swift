import PrometheusModel
import Templating
import Testing

@Suite struct TemplateTests {
    private static let data = TemplateData(
        labels: ["job": "node", "instance": "a:9100"],
        externalLabels: ["region": "eu"],
        externalURL: "http://p:9090",
        value: 0.25
    )

    @Test(arguments: [
        ("plain", "plain"), ("{{ $labels.job }} on {{$labels.instance}}", "node on a:9100"),
        ("{{ .Labels.job }}", "node"), ("{{ $.Labels.job }}", "node"), ("{{ $labels.missing }}", ""),
        ("{{ $value }}", "0.25"), ("{{ .Value }}", "0.25"), ("{{ $externalLabels.region }}", "eu"),
        ("{{ .ExternalLabels.region }}{{ $externalURL }}", "euhttp://p:9090"),
        ("{{ $labels }}", "map[instance:a:9100 job:node]"), ("{{ \"a }} b\" }}", "a }} b"), ("{{ `x` }}", "x"),
        ("a {{- /* c */ -}} b", "ab"), ("a  {{- $labels.job -}}  b", "anodeb"), ("{{/* c */}}x", "x"),
        ("} } {", "} } {"),
    ])
    func `actions print their values`(text: String, expected: String) throws {
        #expect(try Template(name: "t", text).expanded(Self.data) == expected)
    }

    @Test(arguments: [
        (1.0, "1"), (999999.0, "999999"), (1e6, "1e+06"), (1e21, "1e+21"), (0.0001, "0.0001"), (0.00001, "1e-05"),
        (123456789.0, "1.23456789e+08"), (-0.5, "-0.5"), (Double.infinity, "+Inf"), (Double.nan, "NaN"),
    ])
    func `numbers print as Go's default form`(value: Double, expected: String) throws {
        var data = Self.data
        data.value = value
        #expect(try Template(name: "t", "{{ $value }}").expanded(data) == expected)
    }

    @Test(arguments: [
        ("{{ $labels.job", "template: t:1: unclosed action"),
        ("\n{{ $foo }}", "template: t:2: undefined variable \"$foo\""),
        ("{{ }}", "template: t:1: missing value for command"),
        ("{{ nonsense }}", "template: t:1: function \"nonsense\" not defined"),
        ("{{/* x", "template: t:1: comment ends before closing delimiter"),
    ])
    func `what cannot be expanded is refused when it is parsed`(text: String, message: String) {
        #expect { try Template(name: "t", text) } throws: { "\($0)" == message }
    }

    @Test(arguments: [
        ("{{ if $value }}x{{ end }}", "only plain values such as {{ $labels.x }} and {{ $value }} are supported yet"),
        ("{{ externalURL }}", "\"externalURL\" is not supported yet"),
        (
            "{{ range $k, $v := $labels }}{{ $k }}{{ end }}",
            "only plain values such as {{ $labels.x }} and {{ $value }} are supported yet"
        ),
        (
            "{{ $value | humanize }}",
            "only plain values such as {{ $labels.x }} and {{ $value }} are supported yet"
        ),
    ])
    func `what this version cannot evaluate fails at expansion only`(text: String, reason: String) throws {
        let template = try Template(name: "t", text)
        #expect { try template.expanded(Self.data) } throws: { "\($0)".hasSuffix(": \(reason)") }
    }

    @Test func `a field that the data does not have fails at expansion`() throws {
        let template = try Template(name: "__alert_A", "{{ .Foo }}")
        #expect { try template.expanded(Self.data) } throws: {
            "\($0)".hasPrefix(
                "template: __alert_A:1:2: executing \"__alert_A\" at <.Foo>: can't evaluate field Foo in type"
            )
        }
    }
}
