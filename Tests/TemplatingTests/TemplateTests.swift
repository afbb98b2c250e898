import PrometheusModel
import Templating
import Testing

@Suite struct TemplateTests {
    static let data = TemplateData(
        labels: ["__name__": "m", "a": "x", "job": "j"],
        externalLabels: ["e": "L"],
        externalURL: "http://h:1/p",
        value: .float(2)
    )

    /// Answers the queries of the cases as a server with the series `up{i="b:1"} 1` and `up{i="a:2"} 0` would.
    static let environment = TemplateEnvironment(nowMilliseconds: 1_500, externalURL: "http://h:1/p") {
        query throws(TemplateFunctionError) in
        let b = TemplateSample(labels: ["__name__": "up", "i": "b:1"], value: 1)
        let a = TemplateSample(labels: ["__name__": "up", "i": "a:2"], value: 0)
        switch query {
        case "up": return [b, a]
        case "up{i='b:1'}": return [b]
        case "nope": return []
        case "scalar(vector(3))": return [TemplateSample(labels: [:], value: 3)]
        case "up[": throw TemplateFunctionError("1:4: parse error: unexpected end of input in duration expression")
        case "sum(": throw TemplateFunctionError("1:5: parse error: unclosed left parenthesis")
        default: throw TemplateFunctionError("rule result is not a vector or scalar")
        }
    }

    static func expand(_ text: String) async throws -> String {
        try await Template(alert: "A0", text).expanded(data.root, environment)
    }

    @Test(arguments: TemplateCases.outputs)
    func `a template prints what upstream's prints`(text: String, expected: String) async throws {
        #expect(try await Self.expand(text) == expected)
    }

    @Test(arguments: TemplateFailureCases.executions)
    func `a template fails with upstream's text`(text: String, expected: String) async throws {
        let template = try Template(alert: "A0", text)
        await #expect { try await template.expanded(Self.data.root, Self.environment) } throws: { error in
            // The limit of the depth is our own.
            let found = "\(error)".replacing("(10000)", with: "(100000)")
            if found != expected { Issue.record("\(found)") }
            return found == expected
        }
    }

    @Test(arguments: TemplateFailureCases.parsings)
    func `what cannot be parsed is refused with upstream's text`(text: String, expected: String) {
        #expect { try Template(alert: "A0", text) } throws: { error in
            if "\(error)" != expected { Issue.record("\(error)") }
            return "\(error)" == expected
        }
    }

    @Test(arguments: [
        (
            "{{ title \"a.b c:d e_f 1.2a x,y 3,4b it''s q.1z h.'i j-k l/m é’a 'tis 5a.b _a a..b .net ßx\" }}",
            "A.b C:d E_f 1.2A X,Y 3,4B It''S Q.1z H.'I J-K L/M É’a 'Tis 5A.b _A A..B .Net Ssx"
        ),
        ("{{ \"+Inf\" | humanize }} {{ printf \"%v %5.1f %+v\" (toDuration 1).Seconds 2.5 1 }}", "+Inf 1   2.5 1"),
        ("{{ humanizeDuration 1.5e21 }}", "-106751991167300d -15h -30m -8s"),
        ("{{ now }}", "1.5"), ("{{ externalURL }} {{ pathPrefix }}", "http://h:1/p /p"),
        ("{{ toDuration 90.5 }}", "1m30.5s"), ("{{ parseDuration \"-5m\" }}", "-300"),
        ("{{ parseDurationTime \"1h\" }}", "1h0m0s"), ("{{ urlQueryEscape \"a b&\" }}", "a+b%26"),
        ("{{ (toTime now).Add (parseDurationTime \"1m\") }}", "1970-01-01 00:01:01.5 +0000 UTC"),
        ("{{ toDuration 5 | humanizeDuration }}", "5s"),
    ])
    func `functions of later versions work too`(text: String, expected: String) async throws {
        #expect(try await Self.expand(text) == expected)
    }

    @Test(arguments: [(Double.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (1.5e21, "1.5e+21")])
    func `values that are no ordinary numbers print as Go prints them`(value: Double, expected: String) async throws {
        var data = Self.data
        data.value = .float(value)
        let template = try Template(alert: "A", "{{ $value }} {{ printf \"%v %5v\" $value $value }}")
        let padded = String(repeating: " ", count: max(0, 5 - expected.utf8.count)) + expected
        #expect(try await template.expanded(data.root, Self.environment) == "\(expected) \(expected) \(padded)")
    }

    @Test func `messages name line and column of the action`() async throws {
        await #expect { try await Self.expand("a\nb {{ .Foo }}") } throws: {
            "\($0)".hasPrefix("template: __alert_A0:2:5: executing \"__alert_A0\" at <.Foo>: can't evaluate field Foo")
        }
        #expect { try Template(name: "t", "{{ if true }}\n{{ foo }}") } throws: {
            "\($0)" == "template: t:2: function \"foo\" not defined"
        }
        #expect { try Template(name: "t", "{{ .x\n\n") } throws: {
            "\($0)" == "template: t:3: unclosed action started at t:1"
        }
    }
}
