internal import PrometheusBytes

/// The regular expression of a relabelling rule, anchored at both ends; `.` matches a newline.
package struct RelabelPattern: Sendable {
    /// The pattern as it was written.
    package let text: String
    /// Decides in the cheapest way whether a value matches.
    let matching: ValueMatching
    /// The compiled pattern, for its groups.
    let expression: RegularExpression

    /// Compiles `text`.
    package init(_ text: String) throws(RegularExpressionError) {
        self.text = text
        expression = try RegularExpression(anchoring: text)
        matching = ValueMatching(pattern: text, compiled: expression)
    }

    /// Whether all of `value` matches.
    package func matches(_ value: String) -> Bool { value.withRawSpan { matching.matches($0) } }
}

extension RelabelPattern: Hashable {
    package static func == (first: RelabelPattern, second: RelabelPattern) -> Bool { first.text == second.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
