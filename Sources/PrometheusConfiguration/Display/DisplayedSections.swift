internal import PrometheusModel
internal import StrictYAML

/// What the display depends on besides the decoded values: which fields the file itself has.
struct DisplayedSections {
    var hasGlobal = false
    var hasNameValidation = false
    var hasNameEscaping = false
    var hasTSDB = false
    /// External labels after expansion, empty ones included.
    var externalLabels: [Label] = []
}
