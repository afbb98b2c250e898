internal import PrometheusBytes
package import PrometheusModel

/// A condition on one label's value; a label that is not set has the empty value.
package struct LabelMatcher: Sendable {
    /// How the value is compared.
    package enum Kind: String, Sendable, Hashable {
        case equal = "="
        case notEqual = "!="
        case regexMatch = "=~"
        case regexNoMatch = "!~"
    }

    package let kind: Kind
    package let name: String
    /// The value or, for regular expressions, the pattern as it was written (without anchors).
    package let value: String
    package let matching: ValueMatching

    /// Compiles the matcher.
    /// - Throws: for a pattern that is not valid RE2.
    package init(_ kind: Kind, _ name: String, _ value: String) throws(RegularExpressionError) {
        self.kind = kind
        self.name = name
        self.value = value
        switch kind {
        case .equal, .notEqual: matching = .literal(Array(value.utf8))
        case .regexMatch, .regexNoMatch: matching = try ValueMatching(pattern: value)
        }
    }

    /// A matcher for one value.
    package static func equal(_ name: String, _ value: String) -> LabelMatcher {
        LabelMatcher(name: name, value: value)
    }

    private init(name: String, value: String) {
        kind = .equal
        self.name = name
        self.value = value
        matching = .literal(Array(value.utf8))
    }

    /// Whether the condition is that a value is *not* among those of `matching`.
    @inlinable package var isNegative: Bool { kind == .notEqual || kind == .regexNoMatch }

    /// Whether a label with this value passes.
    package func matches(_ value: RawSpan) -> Bool { matching.matches(value) != isNegative }

    /// Whether a series without the label passes.
    package var matchesEmpty: Bool { matches([UInt8]().rawSpan) }

    /// Whether the label set passes.
    package func matches(_ labels: Labels) -> Bool {
        let range = name.withRawSpan { labels.valueRange(of: $0) }
        return matches(labels.packed.rawSpan.extracting(range ?? 0..<0))
    }
}

extension LabelMatcher: Hashable {
    package static func == (first: LabelMatcher, second: LabelMatcher) -> Bool {
        first.kind == second.kind && first.name.utf8.elementsEqual(second.name.utf8)
            && first.value.utf8.elementsEqual(second.value.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(name)
        hasher.combine(value)
    }
}

extension LabelMatcher: CustomStringConvertible {
    package var description: String { "\(name.quotedIfNeeded)\(kind.rawValue)\(value.quoted)" }
}
