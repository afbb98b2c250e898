package import LabelMatching

/// What a querier is going to be asked: series, and what for.
package struct SelectionQuestion: Sendable {
    package let matchers: [LabelMatcher]
    package let hints: SelectHints

    package init(matchers: [LabelMatcher], hints: SelectHints) {
        self.matchers = matchers
        self.hints = hints
    }

    /// Whether both are the same question.
    package static func isSame(_ one: SelectionQuestion, _ other: SelectionQuestion) -> Bool {
        one.hints == other.hints && one.matchers.count == other.matchers.count
            && zip(one.matchers, other.matchers).allSatisfy {
                $0.kind == $1.kind && $0.name == $1.name && $0.value == $1.value && $0.damagedValue == $1.damagedValue
            }
    }
}
