/// What a block's series are made of: the lists of `promtool tsdb analyze`, each in descending order.
package struct BlockAnalysis: Sendable, Hashable {
    /// The number of the block's series.
    package var seriesCount = 0
    /// The number of those that pass the matchers.
    package var matchedSeriesCount = 0
    package var labelNameCount = 0
    /// The number of distinct pairs of a name and a value.
    package var labelPairCount = 0
    /// The number of labels over all series.
    package var entryCount = 0
    /// How many series' worth of the block's time the series of each pair do not have samples in.
    package var churningPairs: [CardinalityStatistics.Count] = []
    /// The same for each label name.
    package var churningNames: [CardinalityStatistics.Count] = []
    /// The number of series of each pair.
    package var commonPairs: [CardinalityStatistics.Count] = []
    /// The bytes of all distinct values of each label name.
    package var valueBytesByName: [CardinalityStatistics.Count] = []
    /// The number of distinct values of each label name.
    package var valueCountByName: [CardinalityStatistics.Count] = []
    /// The number of series of each metric name.
    package var seriesCountByMetricName: [CardinalityStatistics.Count] = []

    package init() {}
}
