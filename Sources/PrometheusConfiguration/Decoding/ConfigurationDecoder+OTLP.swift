internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension ConfigurationDecoder {
    /// Decodes `otlp`.
    func decodeOTLP(_ fields: YAMLFields, _ validation: NameValidation) -> OTLPSettings {
        var settings = OTLPSettings()
        if let name = fields.string("translation_strategy", type: "config.translationStrategyOption"), !name.isEmpty {
            if let strategy = OTLPSettings.TranslationStrategy(rawValue: name) {
                settings.translation = strategy
            } else {
                fields.reject("unsupported OTLP translation strategy \(name.quoted)", "translation_strategy")
            }
        }
        settings.promotesAllAttributes = fields.bool("promote_all_resource_attributes") ?? false
        settings.promotedAttributes = attributes(fields, "promote_resource_attributes", "promoted")
        settings.ignoredAttributes = attributes(fields, "ignore_resource_attributes", "ignored")
        settings.keepsIdentifyingAttributes = fields.bool("keep_identifying_resource_attributes") ?? false
        settings.convertsHistograms = fields.bool("convert_histograms_to_nhcb") ?? false
        settings.promotesScope = fields.bool("promote_scope_metadata") ?? false
        settings.sanitizesLeadingUnderscore = fields.bool("label_name_underscore_sanitization") ?? true
        settings.preservesMultipleUnderscores = fields.bool("label_name_preserve_multiple_underscores") ?? true
        if settings.promotesAllAttributes, !settings.promotedAttributes.isEmpty {
            fields.reject(
                "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot be configured simultaneously",
                "promote_all_resource_attributes"
            )
        }
        if !settings.promotesAllAttributes, !settings.ignoredAttributes.isEmpty {
            fields.reject(
                "'ignore_resource_attributes' cannot be configured unless 'promote_all_resource_attributes' is true",
                "ignore_resource_attributes"
            )
        }
        if validation == .legacy, !settings.translation.escapes {
            fields.reject(
                "OTLP translation strategy \(settings.translation.rawValue.quoted) is not allowed when UTF8 is disabled",
                "translation_strategy"
            )
        }
        fields.finish()
        return settings
    }

    /// A list of attributes, without blanks around them; all that is wrong with them is said at once.
    private func attributes(_ fields: YAMLFields, _ key: String, _ word: String) -> [String] {
        var names: [String] = []
        var faults: [String] = []
        for entry in fields.strings(key) ?? [] {
            let name = String(
                entry.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
            )
            if name.isEmpty {
                faults.append("empty \(word) OTel resource attribute")
            } else if names.contains(name) {
                faults.append("duplicated \(word) OTel resource attribute \(name.quoted)")
            } else {
                names.append(name)
            }
        }
        if !faults.isEmpty { fields.reject("invalid '\(key)': \(faults.joined(separator: "\n"))", key) }
        return names
    }
}
