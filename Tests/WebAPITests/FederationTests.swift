import PrometheusModel
import PrometheusWire
import Testing

@testable import WebAPI

struct FederationTests {
    @Test(arguments: [
        (NameEscapingScheme.underscores, "my.name_1é", "my_name_1_"), (.dots, "my.name_1é", "my_dot_name__1__"),
        (.values, "my.name_1é", "U__my_2e_name__1_e9_"), (.allowUTF8, "my.name", "my.name"),
        (.underscores, "1a", "_a"), (.values, "plain_name", "plain_name"), (.dots, "plain_name", "plain__name"),
    ])
    func `names are escaped as the scheme says`(scheme: NameEscapingScheme, name: String, escaped: String) {
        #expect(scheme.escape(name) == escaped)
    }

    @Test(arguments: [
        ("", FederationFormat.Encoding.text, NameEscapingScheme.underscores),
        ("text/plain;version=1.0.0;escaping=allow-utf-8", .text, .allowUTF8),
        ("application/openmetrics-text;version=1.0.0;escaping=dots", .text, .dots),
        (
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited", .delimited,
            .underscores
        ),
        (
            "text/plain;q=0.1, application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text",
            .prettyText, .underscores
        ),
        ("text/html, */*", .text, .underscores), ("text/plain;version=7", .text, .underscores),
    ])
    func `the format follows the Accept header`(
        header: String,
        encoding: FederationFormat.Encoding,
        escaping: NameEscapingScheme
    ) {
        let format = FederationFormat(accepting: header)
        #expect(format.encoding == encoding)
        #expect(format.escaping == escaping)
    }

    private static func family(_ name: String, _ value: FederatedFamily.Value) -> FederatedFamily {
        let member = FederatedFamily.Member(
            labels: [Label("a.b", "x\"\n\\"), Label("c", "d")],
            timestamp: 1500,
            value: value
        )
        return FederatedFamily(name: name, kind: member.kind, members: [member])
    }

    @Test func `names that need it stand in quotes within the braces`() {
        var text = FederationText()
        text.append(Self.family("my.name", .float(1_000_000)))
        let expected = "# TYPE \"my.name\" untyped\n{\"my.name\",\"a.b\"=\"x\\\"\\n\\\\\",c=\"d\"} 1e+06 1500\n"
        #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
    }

    @Test func `a histogram with bounds of its own becomes a classic one`() {
        var histogram = FloatHistogram()
        histogram.layout.schema = -53
        histogram.layout.customBounds = [0.5, 1]
        histogram.layout.positiveSpans = [HistogramSpan(offset: 0, length: 1), HistogramSpan(offset: 1, length: 1)]
        histogram.positiveBuckets = [2, 3]
        (histogram.count, histogram.sum) = (5, 7.5)
        var text = FederationText()
        text.append(Self.family("h", .histogram(histogram)).escaped(.underscores))
        let labels = "a_b=\"x\\\"\\n\\\\\",c=\"d\""
        let expected = """
            # TYPE h histogram
            h_bucket{\(labels),le="0.5"} 2 1500
            h_bucket{\(labels),le="1"} 2 1500
            h_bucket{\(labels),le="+Inf"} 5 1500
            h_sum{\(labels)} 7.5 1500
            h_count{\(labels)} 5 1500

            """
        #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
    }

    @Test func `a family's message is the same in all of protobuf's forms`() {
        let fields = Self.family("up", .float(1)).escaped(.values).protobufFields
        var writer = WireWriter()
        for field in fields { field.write(to: &writer) }
        #expect(Array(writer.bytes.prefix(6)) == [0x0A, 2, 0x75, 0x70, 0x18, 3])
        let text = fields.map(\.compactText).joined(separator: " ")
        #expect(text.hasPrefix(#"name:"up" type:UNTYPED metric:{label:{name:"U__a_2e_b" value:"x\"\n\\"}"#))
        #expect(text.hasSuffix("untyped:{value:1} timestamp_ms:1500}"))
        #expect(fields[0].prettyText() == "name: \"up\"\n")
    }

    @Test func `a subscriber is told what comes and what goes, each once`() {
        let history = NotificationHistory()
        let first = ServerNotification(text: "a", sinceMilliseconds: 0)
        let told = String(decoding: history.events(for: [first]).bytes, as: UTF8.self)
        #expect(told == "data: {\"text\":\"a\",\"date\":\"1970-01-01T00:00:00Z\",\"active\":true}\n\n")
        #expect(history.events(for: [first]).bytes.isEmpty)
        #expect(String(decoding: history.events(for: []).bytes, as: UTF8.self).contains("\"active\":false"))
        #expect(history.events(for: []).bytes.isEmpty)
    }

    @Test func `there are no more subscribers than allowed`() {
        let subscribers = NotificationSubscribers(maximum: 1)
        var stream = NotificationStream(subscribers, nil) { [] }
        #expect(stream != nil)
        #expect(NotificationStream(subscribers, nil) { [] } == nil)
        stream = nil
        #expect(NotificationStream(subscribers, nil) { [] } != nil)
    }
}
