internal import PromQL
internal import PrometheusModel
internal import StrictYAML

extension RuleDefinition {
    /// The rule as a rule file would have it, its expression in the canonical form: what messages show.
    var text: String {
        var fields = [
            YAMLField(kind == .alerting ? "alert" : "record", .string(name)),
            YAMLField("expr", .string(expression.description)),
        ]
        if holdMilliseconds != 0 {
            fields.append(YAMLField("for", .string(DurationText.string(milliseconds: holdMilliseconds))))
        }
        if keepFiringForMilliseconds != 0 {
            let text = DurationText.string(milliseconds: keepFiringForMilliseconds)
            fields.append(YAMLField("keep_firing_for", .string(text)))
        }
        for (key, texts) in [("labels", labels), ("annotations", annotations)] where !texts.isEmpty {
            let sorted = texts.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            fields.append(YAMLField(key, .mapping(sorted.map { YAMLField($0.name, .string($0.value)) })))
        }
        return YAMLWriter.text(.mapping(fields))
    }
}
