package import LabelMatching
internal import PrometheusBytes
package import Storage

/// Several views, of blocks and of the head, as one.
///
/// A series that is in several of them is one series; of samples with the same time the earlier view's counts. Views are
/// given in the order of their times, so that mostly the samples of one only follow those of another.
package struct MergedQuerier: Querier {
    private let queriers: [any Querier]

    package init(_ queriers: [any Querier]) { self.queriers = queriers }

    package func select(
        _ matchers: [LabelMatcher],
        hints: SelectHints
    ) throws(StorageError) -> any SeriesSelection {
        var selections: [any SeriesSelection] = []
        for querier in queriers {
            let selection = try querier.select(matchers, hints: hints)
            if selection.count > 0 { selections.append(selection) }
        }
        return selections.count == 1 ? selections[0] : MergedSelection(selections)
    }

    package func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        var names: [String] = []
        for querier in queriers { names = Self.merge(names, try querier.labelNames(matchers)) }
        return names
    }

    package func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        var values: [String] = []
        for querier in queriers { values = Self.merge(values, try querier.labelValues(name, matchers)) }
        return values
    }

    /// The texts of both lists, which are sorted as bytes, each once.
    private static func merge(_ first: [String], _ second: [String]) -> [String] {
        if first.isEmpty { return second }
        if second.isEmpty { return first }
        var merged: [String] = []
        merged.reserveCapacity(max(first.count, second.count))
        var (one, other) = (0, 0)
        while one < first.count, other < second.count {
            let order = first[one].withRawSpan { bytes in second[other].withRawSpan { bytes.compareBytes(with: $0) } }
            merged.append(order <= 0 ? first[one] : second[other])
            if order <= 0 { one += 1 }
            if order >= 0 { other += 1 }
        }
        merged.append(contentsOf: first[one...])
        merged.append(contentsOf: second[other...])
        return merged
    }
}
