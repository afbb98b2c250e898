package import PrometheusModel

/// What a template of an alert can refer to.
package struct TemplateData: Sendable {
    /// The definitions that stand in front of every text of an alert.
    package static let definitions =
        "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}"

    /// The labels of the expression's sample.
    package var labels: Labels
    package var externalLabels: Labels
    package var externalURL: String
    package var value: TemplateValue

    package init(labels: Labels, externalLabels: Labels, externalURL: String, value: TemplateValue) {
        self.labels = labels
        self.externalLabels = externalLabels
        self.externalURL = externalURL
        self.value = value
    }

    /// The data as templates see it.
    package var root: TemplateValue {
        .structure(
            TemplateStructure(
                [
                    ("Labels", .labels(labels)), ("ExternalLabels", .labels(externalLabels)),
                    ("ExternalURL", .string(externalURL)), ("Value", value),
                ],
                typeName: "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; "
                    + "Value interface {} }"
            )
        )
    }
}

extension Template {
    /// Parses a text of the alert `alert`, which may use `$labels`, `$externalLabels`, `$externalURL` and `$value`.
    package init(alert: String, _ text: String) throws(TemplateError) {
        let name = "__alert_\(alert)"
        try self.init(name: name, text.utf8.contains(UInt8(ascii: "{")) ? TemplateData.definitions + text : text)
    }
}
