/// What a label matcher asks of a series of the head: to carry one of some pairs, or none of them.
struct PairCondition {
    var kind: LabelCondition.Kind
    /// Pairs of one name, ascending.
    var pairs: [PairID]
    /// The number of series that carry one of the pairs.
    var seriesCount: Int
}
