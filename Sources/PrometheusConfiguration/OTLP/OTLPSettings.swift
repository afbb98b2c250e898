/// The `otlp` section: how metrics of OpenTelemetry become series.
package struct OTLPSettings: Sendable, Hashable {
    /// What becomes of names.
    package enum TranslationStrategy: String, Sendable, Hashable, CaseIterable {
        case underscoreEscapingWithSuffixes = "UnderscoreEscapingWithSuffixes"
        case underscoreEscapingWithoutSuffixes = "UnderscoreEscapingWithoutSuffixes"
        case noEscapingWithSuffixes = "NoUTF8EscapingWithSuffixes"
        case noTranslation = "NoTranslation"

        /// Whether only the characters of old names remain.
        package var escapes: Bool {
            self == .underscoreEscapingWithSuffixes || self == .underscoreEscapingWithoutSuffixes
        }

        /// Whether names end with the unit and the type.
        package var addsSuffixes: Bool {
            self == .underscoreEscapingWithSuffixes || self == .noEscapingWithSuffixes
        }
    }

    package var translation = TranslationStrategy.underscoreEscapingWithSuffixes
    /// Attributes of resources that all their series get as labels.
    package var promotedAttributes: [String] = []
    package var promotesAllAttributes = false
    /// Those that are not promoted though all are.
    package var ignoredAttributes: [String] = []
    /// Whether `target_info` has the attributes too that `job` and `instance` are made of.
    package var keepsIdentifyingAttributes = false
    /// Whether histograms become native ones with bounds of their own.
    package var convertsHistograms = false
    package var promotesScope = false
    package var sanitizesLeadingUnderscore = true
    package var preservesMultipleUnderscores = true

    package init() {}
}
