/// Where the head's series come from: the lists of `/api/v1/status/tsdb`, each in descending order.
package struct CardinalityStatistics: Sendable, Hashable {
    /// A name and its number.
    package struct Count: Sendable, Hashable {
        package var name: String
        package var value: Int

        package init(_ name: String, _ value: Int) {
            self.name = name
            self.value = value
        }
    }

    /// The number of series of each metric name.
    package var seriesCountByMetricName: [Count] = []
    /// The number of distinct values of each label name.
    package var labelValueCountByLabelName: [Count] = []
    /// The bytes that the names and values of each label take over all series, by upstream's reckoning.
    package var memoryInBytesByLabelName: [Count] = []
    /// The number of series of each `name=value`.
    package var seriesCountByLabelValuePair: [Count] = []

    package init() {}
}
