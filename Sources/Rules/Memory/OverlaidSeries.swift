internal import PrometheusModel
internal import Storage

/// Series of two selections, in the order of their labels.
struct OverlaidSeries: SeriesSelection {
    private let below: any SeriesSelection
    private let above: any SeriesSelection
    private let order: [(labels: Labels, below: Int?, above: Int?)]

    init(_ below: any SeriesSelection, _ above: any SeriesSelection) {
        self.below = below
        self.above = above
        var places: [Labels: (below: Int?, above: Int?)] = [:]
        for i in 0..<below.count { places[below.labels(at: i)] = (i, nil) }
        for i in 0..<above.count { places[above.labels(at: i), default: (nil, nil)].above = i }
        order = places.map { ($0.key, $0.value.below, $0.value.above) }.sorted { $0.labels < $1.labels }
    }

    var count: Int { order.count }

    func labels(at index: Int) -> Labels { order[index].labels }

    func read(
        _ index: Int,
        _ window: ClosedRange<Int64>,
        into samples: inout SampleColumns
    ) throws(StorageError) {
        let item = order[index]
        guard let top = item.above else {
            if let bottom = item.below { try below.read(bottom, window, into: &samples) }
            return
        }
        guard let bottom = item.below else { return try above.read(top, window, into: &samples) }
        // Up to the first recorded sample the stored ones hold.
        var recorded = SampleColumns()
        try above.read(top, window, into: &recorded)
        guard let first = recorded.timestamps.first else { return try below.read(bottom, window, into: &samples) }
        if first > window.lowerBound { try below.read(bottom, window.lowerBound...(first - 1), into: &samples) }
        try above.read(top, window, into: &samples)
    }
}
