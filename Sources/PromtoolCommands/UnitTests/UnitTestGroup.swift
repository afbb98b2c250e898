internal import PrometheusModel
internal import StrictYAML

/// One group of tests: series, and what is expected of rules and expressions over them.
struct UnitTestGroup: Sendable {
    /// A series as the file has it.
    struct Series: Sendable {
        var series: String
        var values: String
    }

    /// The alerts of one name that are expected at one time.
    struct AlertTest: Sendable {
        var timeMilliseconds: Int64
        var alert: String
        var expected: [LabelsAndAnnotations]
    }

    /// The result of an expression that is expected at one time.
    struct ExpressionTest: Sendable {
        var expression: String
        var timeMilliseconds: Int64
        var expected: [ExpectedSample]
    }

    /// A sample as the file has it.
    struct ExpectedSample: Sendable {
        var labels: String
        var value: Double
        var histogram: String
    }

    /// The spacing of the samples; 0 means the interval of the evaluations.
    var intervalMilliseconds: Int64
    /// The position in the file.
    let number: Int
    var name: String
    var startMilliseconds: Int64
    var series: [Series]
    var alertTests: [AlertTest]
    var expressionTests: [ExpressionTest]
    var externalLabels: Labels
    var externalURL: String

    /// The name in reports.
    var shownName: String { name.isEmpty ? "unnamed#\(number)" : name }

    /// The time of the last test.
    var endMilliseconds: Int64 {
        (alertTests.map(\.timeMilliseconds) + expressionTests.map(\.timeMilliseconds)).max() ?? 0
    }

    init(_ fields: YAMLFields, number: Int) {
        defer { fields.finish() }
        self.number = number
        name = fields.string("name") ?? ""
        intervalMilliseconds = fields.duration("interval") ?? 0
        startMilliseconds = Self.start(fields)
        series = Self.items(fields, "input_series", "main.series") { item in
            Series(series: item.string("series") ?? "", values: item.string("values") ?? "")
        }
        alertTests = Self.items(fields, "alert_rule_test", "main.alertTestCase") { item in
            let name = item.string("alertname") ?? ""
            return AlertTest(
                timeMilliseconds: item.duration("eval_time") ?? 0,
                alert: name,
                expected: Self.items(item, "exp_alerts", "main.alert") { Self.alert($0, name) }
            )
        }
        expressionTests = Self.items(fields, "promql_expr_test", "main.promqlTestCase") { item in
            ExpressionTest(
                expression: item.string("expr") ?? "",
                timeMilliseconds: item.duration("eval_time") ?? 0,
                expected: Self.items(item, "exp_samples", "main.sample") { sample in
                    ExpectedSample(
                        labels: sample.string("labels") ?? "",
                        value: sample.double("value") ?? 0,
                        histogram: sample.string("histogram") ?? ""
                    )
                }
            )
        }
        externalLabels = Labels(Self.labels(fields, "external_labels"))
        externalURL = fields.string("external_url") ?? ""
    }

    /// Unix seconds or a time in RFC 3339.
    private static func start(_ fields: YAMLFields) -> Int64 {
        guard let node = fields.value("start_timestamp"), !node.isNull else { return 0 }
        switch node.scalar?.meaning {
        case .integer(let seconds) where seconds.magnitude < 1 << 50: return seconds * 1000
        case .float(let seconds) where seconds.magnitude < 1e15: return Int64((seconds * 1000).rounded())
        default: break
        }
        let text = node.scalar?.text ?? ""
        if let time = TimestampText.parse(text) { return time }
        if let seconds = try? FloatText.parse(text), seconds.magnitude < 1e15 {
            return Int64((seconds * 1000).rounded())
        }
        fields.reject("cannot parse \(text.quoted) to a valid timestamp", "start_timestamp")
        return 0
    }

    private static func alert(_ fields: YAMLFields, _ name: String) -> LabelsAndAnnotations {
        let labels = Self.labels(fields, "exp_labels").filter { $0.name != "alertname" }
        return LabelsAndAnnotations(
            // An empty value stays, although no alert can have one.
            labels: labels + [Label("alertname", name)],
            annotations: Self.labels(fields, "exp_annotations")
        )
    }

    private static func labels(_ fields: YAMLFields, _ key: String) -> [Label] {
        (fields.stringMap(key, type: "map[string]string") ?? []).map { Label($0.key, $0.value) }
    }

    private static func items<Item>(
        _ fields: YAMLFields,
        _ key: String,
        _ type: String,
        _ body: (YAMLFields) -> Item
    ) -> [Item] {
        (fields.elements(key, type: "[]\(type)") ?? []).enumerated().compactMap { i, node in
            guard let item = YAMLFields(node, type: type, path: fields.path(key, i), problems: fields.problems)
            else { return nil }
            defer { item.finish() }
            return body(item)
        }
    }
}
