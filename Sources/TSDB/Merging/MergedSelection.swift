internal import PrometheusBytes
package import PrometheusModel
package import Storage

/// The series of several selections in the order of their label sets, each once.
///
/// Label sets are compared by hash, then by bytes; their order is found by merging, since those of a block come in order
/// and those of the head are mostly the same ones.
package struct MergedSelection: SeriesSelection {
    private let selections: [any SeriesSelection]
    private let labelSets: PackedLabelSets
    /// The series in the order of their label sets.
    private let order: [UInt32]
    /// For each series where it comes first.
    private let first: [Source]
    /// For each place but the last of a series, the next one; by position in `further`, −1 at the end.
    private let further: [Source]

    /// A series of one of the selections.
    private struct Source {
        let selection: UInt32
        let index: UInt32
        /// The position of the series' next source.
        var next: Int32 = -1
    }

    package init(_ selections: [any SeriesSelection]) {
        self.selections = selections
        var labelSets = PackedLabelSets()
        var (first, further): ([Source], [Source]) = ([], [])
        // The position in `further` of each series' last source.
        var last: [Int32] = []
        var order: [UInt32] = []
        for (number, selection) in selections.enumerated() {
            var run: [UInt32] = []
            for index in 0..<selection.count {
                let source = Source(selection: UInt32(number), index: UInt32(index))
                let (series, isNew) = labelSets.insert(selection, index)
                if isNew {
                    first.append(source)
                    last.append(-1)
                    run.append(UInt32(series))
                    continue
                }
                let position = Int32(further.count)
                further.append(source)
                if last[series] < 0 {
                    first[series].next = position
                } else {
                    further[Int(last[series])].next = position
                }
                last[series] = position
            }
            if !selection.isOrdered { run.sort { labelSets.precedes(Int($0), Int($1)) } }
            order = Self.merge(order, run, labelSets)
        }
        self.labelSets = labelSets
        self.order = order
        self.first = first
        self.further = further
    }

    package var count: Int { order.count }

    package var isOrdered: Bool { true }

    package var warnings: [String] { selections.flatMap(\.warnings) }

    package func labels(at index: Int) -> Labels { Labels(packed: labelSets.copy(Int(order[index]))) }

    package func appendLabels(at index: Int, to bytes: inout [UInt8]) {
        labelSets.append(Int(order[index]), to: &bytes)
    }

    package func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns)
        throws(StorageError)
    {
        let start = samples.count
        var source = first[Int(order[index])]
        while true {
            let end = samples.count
            try selections[Int(source.selection)].read(Int(source.index), window, into: &samples)
            samples.mergeOverlap(from: start, at: end)
            guard source.next >= 0 else { return }
            source = further[Int(source.next)]
        }
    }

    private static func merge(
        _ first: [UInt32],
        _ second: [UInt32],
        _ labelSets: borrowing PackedLabelSets
    ) -> [UInt32] {
        if first.isEmpty { return second }
        if second.isEmpty { return first }
        var merged: [UInt32] = []
        merged.reserveCapacity(first.count + second.count)
        var (one, other) = (0, 0)
        while one < first.count, other < second.count {
            if labelSets.precedes(Int(second[other]), Int(first[one])) {
                merged.append(second[other])
                other += 1
            } else {
                merged.append(first[one])
                one += 1
            }
        }
        merged.append(contentsOf: first[one...])
        merged.append(contentsOf: second[other...])
        return merged
    }
}
