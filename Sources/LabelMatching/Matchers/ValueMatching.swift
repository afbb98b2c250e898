internal import PrometheusBytes

/// The positive part of a label matcher: which values it accepts, in the cheapest form that says the same.
///
/// Upstream's patterns are anchored at both ends and `.` matches a newline (`^(?s:…)$`).
package enum ValueMatching: Sendable {
    /// Exactly these bytes.
    case literal([UInt8])
    /// One of these values; sorted and distinct.
    case literals([[UInt8]])
    /// Everything, the empty value included (`.*`).
    case anything
    /// Everything but the empty value (`.+`).
    case nonEmpty
    /// Values that start with these bytes (`abc.*`).
    case prefix([UInt8])
    /// Whatever the regular expression matches as a whole.
    case expression(RegularExpression)

    /// Recognises the cheap forms of `pattern` and compiles the rest.
    package init(pattern: String) throws(RegularExpressionError) {
        switch pattern {
        case ".*": self = .anything
        case ".+": self = .nonEmpty
        case _ where pattern.utf8.allSatisfy { !Self.isSpecial($0) }: self = .literal(Array(pattern.utf8))
        default: self = .expression(try RegularExpression("^(?s:\(pattern))$"))
        }
    }

    /// Whether `value` is accepted.
    package func matches(_ value: RawSpan) -> Bool {
        switch self {
        case .literal(let bytes): bytes.rawSpan.hasSameBytes(as: value)
        case .literals(let all): all.contains { $0.rawSpan.hasSameBytes(as: value) }
        case .anything: true
        case .nonEmpty: value.byteCount > 0
        case .prefix(let bytes):
            value.byteCount >= bytes.count
                && value.extracting(0..<bytes.count).hasSameBytes(as: bytes.rawSpan)
        case .expression(let expression): expression.matchesWhole(value)
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool { "\\.+*?()|[]{}^$".utf8.contains(byte) }
}
