/// What a label matcher asks of a series: to carry one of some pairs, or none of them.
struct PairCondition {
    enum Kind {
        case carriesOne
        case carriesNone
    }

    var kind: Kind
    /// Pairs of one name, ascending.
    var pairs: [PairID]
    /// The number of series that carry one of the pairs.
    var seriesCount: Int
}
