internal import PrometheusModel
package import StrictYAML

extension TargetGroup {
    /// Upstream's name of the type, as it shows in messages.
    private static let typeName =
        #"struct { Targets []string "yaml:\"targets\""; Labels model.LabelSet "yaml:\"labels\"" }"#

    /// Decodes `static_configs`; the groups' sources are "0", "1", ….
    static func decodeStatic(_ fields: YAMLFields) -> [TargetGroup]? {
        let key = "static_configs"
        guard let elements = fields.elements(key, type: "[]*targetgroup.Group"), !elements.isEmpty else { return nil }
        fields.rejectNulls(elements, key)
        return elements.enumerated().compactMap { index, element in
            TargetGroup(
                decoding: element,
                source: String(index),
                path: fields.path(key, index),
                problems: fields.problems
            )
        }
    }

    /// Decodes one group: `targets` and `labels`.
    init?(decoding node: YAMLNode, source: String, path: String, problems: YAMLProblems) {
        guard let fields = YAMLFields(node, type: Self.typeName, path: path, problems: problems) else { return nil }
        let addresses = fields.strings("targets") ?? []
        var labels = LabelsBuilder()
        for (name, value) in fields.labelMap("labels", type: "model.LabelSet", element: "model.LabelValue") {
            if name.isEmpty { fields.reject("\(name.quoted) is not a valid label name", "labels") }
            labels.set(name, value)
        }
        fields.finish()
        self.init(
            source: source,
            labels: labels.labels(),
            targets: addresses.map { Labels([Label("__address__", $0)]) }
        )
    }

    /// The group as the displayed configuration has it.
    package var displayedFields: [YAMLField] {
        var fields = [YAMLField("targets", .sequence(targets.map { .string($0["__address__"] ?? "") }))]
        if !labels.isEmpty {
            let all = labels.array.map { YAMLField($0.name, .string($0.value)) }
            fields.append(YAMLField("labels", .mapping(all)))
        }
        return fields
    }
}
