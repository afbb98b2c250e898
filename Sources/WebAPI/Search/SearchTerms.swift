/// The texts that a search is for, one of which has to be found, and how well each name answers to them.
struct SearchTerms {
    private let terms: [[Unicode.Scalar]]
    private let algorithm: FuzzyAlgorithm
    /// The least similarity, 0 to 1.
    private let threshold: Double
    private let isCaseSensitive: Bool

    /// Empty texts are searched for by nobody.
    init(_ terms: [String], _ algorithm: FuzzyAlgorithm, thresholdPercent: Int, isCaseSensitive: Bool) {
        self.terms = terms.filter { !$0.isEmpty }.map { Self.scalars($0, isCaseSensitive) }
        self.algorithm = algorithm
        threshold = Double(thresholdPercent) / 100
        self.isCaseSensitive = isCaseSensitive
    }

    /// Whether everything is found.
    var isEmpty: Bool { terms.isEmpty }

    /// How well a name answers to the best of the texts, above 0 up to 1; `nil` if it answers to none.
    func score(_ name: String) -> Double? {
        guard !isEmpty else { return 1 }
        let name = Self.scalars(name, isCaseSensitive)
        return terms.compactMap { score(name, $0) }.max()
    }

    private func score(_ name: [Unicode.Scalar], _ term: [Unicode.Scalar]) -> Double? {
        switch algorithm {
        case .subsequence:
            let score = SubsequenceScore.of(term, in: name)
            return score > 0 && score >= threshold ? score : nil
        case .jaroWinkler:
            if let score = Self.substringScore(term, in: name) { return score }
            guard threshold > 0 else { return nil }
            let score = JaroWinklerSimilarity.of(term, name)
            return score >= threshold ? score : nil
        }
    }

    /// The later a text stands in a name, the less it is worth.
    static func substringScore(_ term: [Unicode.Scalar], in name: [Unicode.Scalar]) -> Double? {
        guard term.count <= name.count else { return nil }
        for position in 0...(name.count - term.count) where name[position...].starts(with: term) {
            guard position > 0 else { return 1 }
            return 1 - 0.9 * Double(position) / Double(name.count - term.count)
        }
        return nil
    }

    private static func scalars(_ text: String, _ isCaseSensitive: Bool) -> [Unicode.Scalar] {
        Array((isCaseSensitive ? text : text.lowercased()).unicodeScalars)
    }
}
