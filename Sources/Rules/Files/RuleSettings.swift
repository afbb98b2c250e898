package import LabelMatching
package import PromQL
package import PrometheusConfiguration
package import PrometheusModel

/// What rules need of the configuration.
package struct RuleSettings: Sendable {
    package var filePatterns: [String]
    package var intervalMilliseconds: Int64
    package var queryOffsetMilliseconds: Int64
    package var externalLabels: Labels
    package var nameValidation: NameValidation
    package var parser = ParserOptions()
    /// Whether fields that nobody knows are passed over.
    package var ignoresUnknownFields = false

    package init(_ configuration: ServerConfiguration) {
        filePatterns = configuration.ruleFilePatterns
        intervalMilliseconds = configuration.global.evaluationIntervalMilliseconds
        queryOffsetMilliseconds = configuration.global.ruleQueryOffsetMilliseconds
        externalLabels = configuration.global.externalLabels
        nameValidation = configuration.global.nameValidation
    }
}
