package import PrometheusModel

/// A value while a template is executed.
package enum TemplateValue: Sendable {
    /// Nothing: Go's `nil`, and what a map without types gives for a key that it does not have.
    case none
    case bool(Bool)
    case integer(Int64, TemplateIntegerType)
    case float(Double)
    case string(String)
    /// Text that is HTML already.
    case html(String)
    /// A label set, as a map.
    case labels(Labels)
    case map(TemplateMap)
    case list(TemplateList)
    indirect case sample(TemplateSample)
    case structure(TemplateStructure)
    case time(TemplateTime)
    /// Nanoseconds.
    case duration(Int64)
    /// A native histogram, which can only be printed.
    case histogram(String)
}
