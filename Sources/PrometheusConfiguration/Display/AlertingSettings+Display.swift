internal import Discovery
internal import HTTPClients
internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension AlertingSettings {
    /// The section's fields in upstream's order; none if the section is empty.
    var displayedFields: [YAMLField] {
        var fields = [alertRelabelRules.displayedField("alert_relabel_configs")].compactMap(\.self)
        if !alertmanagers.isEmpty {
            fields.append(
                YAMLField("alertmanagers", .sequence(alertmanagers.map { .mapping($0.displayedFields) }))
            )
        }
        return fields
    }
}

extension AlertmanagerSettings {
    fileprivate var displayedFields: [YAMLField] {
        let own: [YAMLField?] = [
            sigv4.map { YAMLField("sigv4", .mapping($0.displayedFields)) }, .text("scheme", scheme),
            .text("path_prefix", pathPrefix), .duration("timeout", timeoutMilliseconds),
            .text("api_version", apiVersion), relabelRules.displayedField("relabel_configs"),
            alertRelabelRules.displayedField("alert_relabel_configs"),
        ]
        return http.displayedFields + own.compactMap(\.self) + discovery.displayedFields
    }
}

extension [RelabelRule] {
    /// The rules under `key`; none if there is no rule.
    func displayedField(_ key: String) -> YAMLField? {
        isEmpty ? nil : YAMLField(key, .sequence(map { .mapping($0.displayedFields) }))
    }
}

extension RelabelRule {
    fileprivate var displayedFields: [YAMLField] {
        var fields: [YAMLField] = []
        if !sourceLabels.isEmpty {
            fields.append(YAMLField("source_labels", .flow(sourceLabels.map { .string($0) })))
        }
        if !separator.isEmpty { fields.append(YAMLField("separator", .string(separator))) }
        if let pattern { fields.append(YAMLField("regex", .string(pattern.text))) }
        fields += [
            .number("modulus", modulus), .text("target_label", targetLabel), .text("replacement", replacement),
            .text("action", action.rawValue),
        ].compactMap(\.self)
        return fields
    }
}
