internal import PrometheusModel

/// Expected and found alerts as one text, with colours for what differs.
enum AlertDifference {
    private static let removed = "\u{1B}[0;31m"
    private static let added = "\u{1B}[0;32m"
    private static let changed = "\u{1B}[0;33m"
    private static let plain = "\u{1B}[0m"
    private static let none = LabelsAndAnnotations(labels: [], annotations: [])

    /// The text, `nil` if nothing differs.
    static func text(_ expected: [LabelsAndAnnotations], _ found: [LabelsAndAnnotations]) -> String? {
        let expected = expected.isEmpty ? [none] : expected
        let found = found.isEmpty ? [none] : found
        guard expected != found else { return nil }
        let pad = String(repeating: " ", count: 16)
        let items = (0..<max(expected.count, found.count)).map { i -> String in
            let before = i < expected.count ? expected[i] : none
            let after = i < found.count ? found[i] : none
            let annotations = object(before.annotations, after.annotations, pad + "    ")
            let labels = object(before.labels, after.labels, pad + "    ")
            return "\(pad){\n\(pad)    \"Annotations\": \(annotations),\n\(pad)    \"Labels\": \(labels)\n\(pad)}"
        }
        return "[\n" + items.joined(separator: ",\n") + "\n            ]"
    }

    private static func object(_ before: [Label], _ after: [Label], _ pad: String) -> String {
        let names = Set((before + after).map(\.name)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if names.isEmpty { return "{}" }
        let lines = names.map { name -> String in
            let old = before.first { $0.name == name }?.value.quoted
            let new = after.first { $0.name == name }?.value.quoted
            let key = "\(pad)    "
            switch (old, new) {
            case (let old?, let new?) where old == new: return "\(key)\(name.quoted): \(old)"
            case (let old?, let new?): return "\(key)\(name.quoted): \(changed)\(old) => \(new)\(plain)"
            case (let old?, nil): return "\(key)\(removed)\(name.quoted): \(old)\(plain)"
            case (nil, let new?): return "\(key)\(added)\(name.quoted): \(new)\(plain)"
            case (nil, nil): return key
            }
        }
        return "{\n" + lines.joined(separator: ",\n") + "\n\(pad)}"
    }
}
