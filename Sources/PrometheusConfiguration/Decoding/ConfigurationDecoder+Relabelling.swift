internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension ConfigurationDecoder {
    /// Decodes and validates a list of relabelling rules.
    func decodeRelabelRules(
        _ fields: YAMLFields,
        _ key: String,
        scheme: NameValidation,
        nullReason: String
    ) -> [RelabelRule] {
        let elements = fields.elements(key, type: "[]*relabel.Config") ?? []
        return elements.enumerated().compactMap { index, element in
            let path = fields.path(key, index)
            guard !element.isNull else {
                problems.reject(nullReason, at: element, field: path)
                return nil
            }
            return YAMLFields(element, type: "relabel.plain", path: path, problems: problems).flatMap {
                decodeRelabelRule($0, scheme: scheme)
            }
        }
    }

    private func decodeRelabelRule(_ fields: YAMLFields, scheme: NameValidation) -> RelabelRule? {
        var rule = RelabelRule()
        rule.nameValidation = scheme
        rule.sourceLabels = fields.strings("source_labels", type: "model.LabelNames") ?? []
        if rule.sourceLabels.contains("") {
            fields.reject("\("".quoted) is not a valid label name", "source_labels")
        }
        if let separator = fields.string("separator") { rule.separator = separator }
        if let text = fields.string("regex") {
            do {
                rule.pattern = try RelabelPattern(text)
            } catch {
                fields.reject("\(error)", "regex")
            }
        }
        rule.modulus = fields.unsigned("modulus", type: "uint64") ?? 0
        rule.targetLabel = fields.string("target_label") ?? ""
        if let replacement = fields.string("replacement") { rule.replacement = replacement }
        if let text = fields.string("action") {
            guard let action = RelabelAction(rawValue: text.lowercased()) else {
                fields.reject(
                    text.isEmpty ? "relabel action cannot be empty" : "unknown relabel action \(text.quoted)",
                    "action"
                )
                return nil
            }
            rule.action = action
        }
        fields.finish()
        guard fields.isSound else { return nil }
        do {
            try rule.validate()
        } catch {
            fields.reject("\(error)")
        }
        return rule
    }
}
