internal import PrometheusBytes

/// The positive part of a label matcher: which values it accepts, in the cheapest form that says the same.
///
/// Upstream's patterns are anchored at both ends and `.` matches a newline (`^(?s:…)$`).
package enum ValueMatching: Sendable {
    /// Exactly these bytes.
    case literal([UInt8])
    /// One of these values; sorted as bytes and distinct, so that an index can look them up.
    case literals([[UInt8]])
    /// Everything, the empty value included (`.*`).
    case anything
    /// Everything but the empty value (`.+`).
    case nonEmpty
    /// Values that start with these bytes (`abc.*`).
    case prefix([UInt8])
    /// Literals with gaps (`.*abc`, `abc.+def`).
    case wildcards(WildcardPattern)
    /// Literals without regard to case.
    case folded(FoldedLiterals)
    /// Whatever the regular expression matches as a whole.
    case expression(RegularExpression)

    /// Recognises the cheap forms of `pattern` and compiles the rest.
    package init(pattern: String) throws(RegularExpressionError) {
        var expander = PatternExpander(pattern)
        if let rows = expander.expand(), !expander.ignoresCase, let simple = Self.simple(rows) {
            self = simple
        } else {
            self.init(pattern: pattern, compiled: try Self.compiled(pattern))
        }
    }

    /// Compiles a pattern with anchors around it; errors tell of the pattern as it was written.
    private static func compiled(_ pattern: String) throws(RegularExpressionError) -> RegularExpression {
        // Within the anchors' own parentheses `a)(b` would be something else.
        if closesMoreThanItOpens(pattern) { _ = try RegularExpression(pattern) }
        do throws(RegularExpressionError) {
            return try RegularExpression(anchoring: pattern)
        } catch {
            _ = try RegularExpression(pattern)
            throw error
        }
    }

    /// Whether some closing parenthesis may have no opening one before it.
    private static func closesMoreThanItOpens(_ pattern: String) -> Bool {
        var depth = 0
        var isEscaped = false
        for byte in pattern.utf8 {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "(") {
                depth += 1
            } else if byte == UInt8(ascii: ")") {
                depth -= 1
                if depth < 0 { return true }
            }
        }
        return false
    }

    /// Recognises the cheap forms of `pattern`; `compiled` is what it compiles to with its anchors.
    init(pattern: String, compiled: RegularExpression) {
        var expander = PatternExpander(pattern)
        guard let rows = expander.expand() else {
            self = .expression(compiled)
            return
        }
        if expander.ignoresCase {
            // A folded comparison is linear in the literals.
            let literals = rows.count <= 16 ? rows.compactMap(Self.literal) : []
            let folded = literals.count == rows.count ? FoldedLiterals(literals, compiled) : nil
            self = folded.map { .folded($0) } ?? .expression(compiled)
        } else {
            self = Self.simple(rows) ?? .expression(compiled)
        }
    }

    /// Whether `value` is accepted.
    package func matches(_ value: RawSpan) -> Bool {
        switch self {
        case .literal(let bytes): bytes.rawSpan.hasSameBytes(as: value)
        case .literals(let all): Self.contains(all, value)
        case .anything: true
        case .nonEmpty: value.byteCount > 0
        case .prefix(let bytes):
            value.byteCount >= bytes.count
                && value.extracting(0..<bytes.count).hasSameBytes(as: bytes.rawSpan)
        case .wildcards(let pattern): pattern.matches(value)
        case .folded(let literals): literals.matches(value)
        case .expression(let expression): expression.matchesWhole(value)
        }
    }

    /// Every accepted value, sorted as bytes, if they are few enough to be listed.
    package var acceptedValues: [[UInt8]]? {
        switch self {
        case .literal(let value): [value]
        case .literals(let values): values
        default: nil
        }
    }

    private static func contains(_ sorted: [[UInt8]], _ value: RawSpan) -> Bool {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            let order = Self.order(of: sorted[middle], value)
            if order == 0 { return true }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return false
    }

    private static func order(of bytes: [UInt8], _ value: RawSpan) -> Int { bytes.rawSpan.compareBytes(with: value) }

    /// The form of alternatives; `nil` if there is none that is cheaper than RE2.
    private static func simple(_ rows: [[PatternPiece]]) -> ValueMatching? {
        let literals = rows.compactMap(literal)
        guard literals.count == rows.count else {
            // Measured: RE2's automaton decides between alternatives with gaps faster than trying one after the other.
            return rows.count == 1 ? withGaps(rows[0]) : nil
        }
        let sorted = Set(literals).sorted { $0.lexicographicallyPrecedes($1) }
        return sorted.count == 1 ? .literal(sorted[0]) : .literals(sorted)
    }

    private static func literal(_ row: [PatternPiece]) -> [UInt8]? {
        guard let first = row.first else { return [] }
        guard row.count == 1, case .literal(let bytes) = first else { return nil }
        return bytes
    }

    private static func withGaps(_ row: [PatternPiece]) -> ValueMatching? {
        switch row {
        case [.gap(minimum: 0)]: return .anything
        case [.gap(minimum: 1)]: return .nonEmpty
        default:
            guard let pattern = WildcardPattern(row) else { return nil }
            return pattern.isPlainPrefix ? .prefix(pattern.commonPrefix) : .wildcards(pattern)
        }
    }
}
