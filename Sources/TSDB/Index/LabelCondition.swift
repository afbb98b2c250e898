internal import LabelMatching

/// What a label matcher asks of a series, said in values of its label, and how to find those values.
///
/// A matcher that accepts the empty value also accepts series without the label: it asks of a series not to carry one of
/// the values that it refuses. Head and blocks find the values in their own ways, by the same rules.
struct LabelCondition {
    enum Kind {
        case carriesOne
        case carriesNone
    }

    /// Which of a label's values are meant.
    enum Values {
        /// All of them.
        case all
        /// These.
        case listed([[UInt8]])
        /// Those for which `selects` holds; they begin with these bytes.
        case tested(prefix: [UInt8])
    }

    let matcher: LabelMatcher
    let kind: Kind
    let values: Values

    init(_ matcher: LabelMatcher) {
        self.matcher = matcher
        let acceptsEmpty = matcher.matchesEmpty
        kind = acceptsEmpty ? .carriesNone : .carriesOne
        // The values that `matching` accepts, or the others; the empty one is the value of no series.
        values =
            matcher.isNegative == acceptsEmpty
            ? Self.accepted(by: matcher.matching) : Self.refused(by: matcher.matching)
    }

    /// Whether a value of the label is meant.
    func selects(_ value: RawSpan) -> Bool { matcher.matches(value) == (kind == .carriesOne) }

    private static func accepted(by matching: ValueMatching) -> Values {
        switch matching {
        case .literal(let value): .listed(value.isEmpty ? [] : [value])
        case .literals(let values): .listed(values.filter { !$0.isEmpty })
        case .anything, .nonEmpty: .all
        case .prefix(let prefix): .tested(prefix: prefix)
        case .wildcards(let pattern): .tested(prefix: pattern.commonPrefix)
        case .folded, .expression: .tested(prefix: [])
        }
    }

    private static func refused(by matching: ValueMatching) -> Values {
        switch matching {
        case .anything, .nonEmpty: .listed([])
        case .literal(let value) where value.isEmpty: .all
        default: .tested(prefix: [])
        }
    }
}
