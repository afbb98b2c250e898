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
    /// The value's bytes if they are not UTF-8; `value` has replacement characters then.
    package let damagedValue: [UInt8]?
    package let matching: ValueMatching

    /// Compiles the matcher.
    /// - Throws: for a pattern that is not valid RE2.
    package init(_ kind: Kind, _ name: String, _ value: String) throws(RegularExpressionError) {
        self.kind = kind
        self.name = name
        self.value = value
        damagedValue = nil
        switch kind {
        case .equal, .notEqual: matching = .literal(Array(value.utf8))
        case .regexMatch, .regexNoMatch: matching = try ValueMatching(pattern: value)
        }
    }

    /// Compiles a matcher whose value need not be UTF-8.
    /// - Throws: for a pattern that is not valid RE2.
    package init(_ kind: Kind, _ name: String, bytes: [UInt8]) throws(RegularExpressionError) {
        let text = String(decoding: bytes, as: UTF8.self)
        self.kind = kind
        self.name = name
        value = text
        damagedValue = String(validating: bytes, as: UTF8.self) == nil ? bytes : nil
        switch kind {
        case .equal, .notEqual: matching = .literal(bytes)
        case .regexMatch, .regexNoMatch:
            if damagedValue != nil, bytes.contains(where: "\\.+*?()[]{}^$".utf8.contains) {
                throw RegularExpressionError(reason: "invalid UTF-8: `\(Self.fromDamage(bytes))`")
            }
            // Plain text is not parsed, so that nobody minds.
            matching = try ValueMatching(pattern: text)
        }
    }

    /// The text from the first byte on that is not UTF-8.
    private static func fromDamage(_ bytes: [UInt8]) -> String {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .valid(let encoded) = parser.parseScalar(from: &iterator) { offset += encoded.count }
        return String(decoding: bytes[offset...], as: UTF8.self)
    }

    /// A matcher for one value.
    package static func equal(_ name: String, _ value: String) -> LabelMatcher {
        LabelMatcher(name: name, value: value)
    }

    private init(name: String, value: String) {
        kind = .equal
        self.name = name
        self.value = value
        damagedValue = nil
        matching = .literal(Array(value.utf8))
    }

    /// Whether the condition is that a value is *not* among those of `matching`.
    @inlinable package var isNegative: Bool { kind == .notEqual || kind == .regexNoMatch }

    /// How many instructions the pattern was compiled to; 0 if it needed none.
    package var programSize: Int {
        if case .expression(let expression) = matching { return expression.programSize }
        return 0
    }

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
            && first.value.utf8.elementsEqual(second.value.utf8) && first.damagedValue == second.damagedValue
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(name)
        hasher.combine(value)
    }
}

extension LabelMatcher: CustomStringConvertible {
    package var description: String { "\(name.quotedIfNeeded)\(kind.rawValue)\(quotedValue)" }

    /// The value in double quotes with Go's escapes.
    package var quotedValue: String { damagedValue.map { String(quoting: $0) } ?? value.quoted }
}
