import PrometheusModel

/// A label set as its text in an exposition, escaped and without braces: `a="x",b="y"`.
///
/// Both text formats share it.
package struct RenderedLabels: Sendable, Hashable {
    package let bytes: [UInt8]

    /// No labels.
    package static let none = RenderedLabels([])

    /// Renders the labels in the order given.
    package init(_ labels: [(name: String, value: String)]) {
        var bytes: [UInt8] = []
        for label in labels {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: label.name.isLegacyLabelName ? label.name.utf8 : label.name.quoted.utf8)
            bytes.append(UInt8(ascii: "="))
            bytes.append(UInt8(ascii: "\""))
            bytes.appendEscaped(label.value, quotes: true)
            bytes.append(UInt8(ascii: "\""))
        }
        self.bytes = bytes
    }
}
