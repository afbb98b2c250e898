package import PrometheusModel

/// An element of a query's result.
package struct TemplateSample: Sendable {
    /// The name included.
    package var labels: Labels
    package var value: TemplateValue

    package init(labels: Labels, value: Double) {
        self.labels = labels
        self.value = .float(value)
    }

    /// A native histogram in its text form.
    package init(labels: Labels, histogram: String) {
        self.labels = labels
        value = .histogram(histogram)
    }
}

extension TemplateValue {
    /// How deep maps are nested in the value.
    var depth: Int {
        switch self {
        case .map(let map): map.depth
        case .list(let list): list.elements.lazy.map(\.depth).max() ?? 0
        default: 0
        }
    }
}
