import PrometheusModel
import Storage

/// The series of another selection in the order of their label sets.
struct OrderedSelection: SeriesSelection {
    private let base: any SeriesSelection
    /// For each position here, the position there.
    private let positions: [Int32]
    private let labels: [Labels]

    /// The selection itself if it has that order.
    static func ordering(_ selection: any SeriesSelection) -> any SeriesSelection {
        guard !selection.isOrdered, selection.count > 1 else { return selection }
        let labels = (0..<selection.count).map { selection.labels(at: $0) }
        guard zip(labels, labels.dropFirst()).contains(where: { $1 < $0 }) else { return selection }
        let positions = labels.indices.sorted { labels[$0] < labels[$1] }
        return OrderedSelection(
            base: selection,
            positions: positions.map { Int32(truncatingIfNeeded: $0) },
            labels: positions.map { labels[$0] }
        )
    }

    private init(base: any SeriesSelection, positions: [Int32], labels: [Labels]) {
        self.base = base
        self.positions = positions
        self.labels = labels
    }

    var count: Int { positions.count }

    var isOrdered: Bool { true }

    func labels(at index: Int) -> Labels { labels[index] }

    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {
        try base.read(Int(positions[index]), window, into: &samples)
    }
}
