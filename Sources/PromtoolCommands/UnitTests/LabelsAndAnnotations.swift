internal import PrometheusModel

/// What tests compare of an alert.
struct LabelsAndAnnotations: Sendable, Hashable {
    /// Sorted by name.
    let labels: [Label]
    let annotations: [Label]

    init(labels: [Label], annotations: [Label]) {
        self.labels = Self.sorted(labels)
        self.annotations = Self.sorted(annotations)
    }

    private static func sorted(_ labels: [Label]) -> [Label] {
        labels.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private static func text(_ labels: [Label]) -> String {
        "{" + labels.map { "\($0.name.quotedIfNeeded)=\($0.value.quoted)" }.joined(separator: ", ") + "}"
    }

    /// Several alerts as messages show them, in their order.
    static func text(_ alerts: [LabelsAndAnnotations]) -> String {
        if alerts.isEmpty { return "[]" }
        let items = alerts.enumerated().map { i, alert in
            "            \(i):\n              Labels:\(text(alert.labels))\n"
                + "              Annotations:\(text(alert.annotations))"
        }
        return "[\n" + items.joined(separator: ",\n") + "\n            ]"
    }
}

extension LabelsAndAnnotations: Comparable {
    static func < (first: LabelsAndAnnotations, second: LabelsAndAnnotations) -> Bool {
        let labels = order(first.labels, second.labels)
        return labels == 0 ? order(first.annotations, second.annotations) < 0 : labels < 0
    }

    /// Below, at or above 0, as the first labels come before, with or after the second.
    private static func order(_ first: [Label], _ second: [Label]) -> Int {
        for (a, b) in zip(first, second) {
            for (x, y) in [(a.name, b.name), (a.value, b.value)] where !x.utf8.elementsEqual(y.utf8) {
                return x.utf8.lexicographicallyPrecedes(y.utf8) ? -1 : 1
            }
        }
        return first.count - second.count
    }
}
