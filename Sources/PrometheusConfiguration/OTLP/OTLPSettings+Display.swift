internal import StrictYAML

extension OTLPSettings {
    /// The fields in upstream's order; what is as usual is left out, but for the strategy.
    var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [
            .flag("promote_all_resource_attributes", promotesAllAttributes),
            .texts("promote_resource_attributes", promotedAttributes),
            .texts("ignore_resource_attributes", ignoredAttributes),
            .text("translation_strategy", translation.rawValue),
            .flag("keep_identifying_resource_attributes", keepsIdentifyingAttributes),
            .flag("convert_histograms_to_nhcb", convertsHistograms), .flag("promote_scope_metadata", promotesScope),
        ]
        if !sanitizesLeadingUnderscore {
            fields.append(YAMLField("label_name_underscore_sanitization", .bool(false)))
        }
        if !preservesMultipleUnderscores {
            fields.append(YAMLField("label_name_preserve_multiple_underscores", .bool(false)))
        }
        return fields.compactMap(\.self)
    }
}
