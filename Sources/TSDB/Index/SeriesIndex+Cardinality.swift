internal import PrometheusBytes
internal import PrometheusModel

extension SeriesIndex {
    /// Where the series come from; at most `limit` rows a list.
    func cardinality(limit: Int) -> CardinalityStatistics {
        var statistics = CardinalityStatistics()
        let names = labels.names.indices.filter { !labels.names[$0].pairs.isEmpty }.map { UInt32($0) }
        statistics.labelValueCountByLabelName = top(
            names,
            limit,
            { labels.names[Int($0)].pairs.count },
            { nameText($0) }
        )
        statistics.memoryInBytesByLabelName = top(names, limit, { bytes(of: $0) }, { nameText($0) })
        let pairs = names.flatMap { labels.names[Int($0)].pairs }
        statistics.seriesCountByLabelValuePair = top(
            pairs,
            limit,
            { Int(labels[$0].postings.count) },
            { "\(nameText(labels[$0].name))=\(text(labels.valueBytes($0)))" }
        )
        if let metricName = Label.metricName.withRawSpan({ labels.name($0) }) {
            statistics.seriesCountByMetricName = top(
                labels.names[Int(metricName)].pairs,
                limit,
                { Int(labels[$0].postings.count) },
                { text(labels.valueBytes($0)) }
            )
        }
        return statistics
    }

    /// The bytes that a label takes by upstream's reckoning: name and value for each series.
    private func bytes(of name: UInt32) -> Int {
        let nameSize = Self.encodedSize(Int(labels.names[Int(name)].length))
        return labels.names[Int(name)].pairs.reduce(0) { sum, pair in
            sum + (nameSize + Self.encodedSize(Int(labels[pair].length))) * Int(labels[pair].postings.count)
        }
    }

    /// What upstream takes a text to cost: its length and one byte, or four for long ones.
    private static func encodedSize(_ length: Int) -> Int { length + (length < 255 ? 1 : 4) }

    private func nameText(_ name: UInt32) -> String { text(labels.nameBytes(name)) }

    private func top<Key>(
        _ keys: [Key],
        _ limit: Int,
        _ value: (Key) -> Int,
        _ name: (Key) -> String
    ) -> [CardinalityStatistics.Count] {
        keys.map { (key: $0, value: value($0)) }
            .sorted { $0.value > $1.value }
            .prefix(max(0, limit))
            .map { CardinalityStatistics.Count(name($0.key), $0.value) }
    }
}
