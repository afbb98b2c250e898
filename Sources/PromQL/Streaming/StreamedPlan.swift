import PrometheusModel
import Storage

/// A plan whose series can be evaluated a few at a time, in the order of the answer.
///
/// Each of its rows depends on one series of one selection: no aggregation, no matching, no name that is lost where that
/// could make two series one.
struct StreamedPlan: Sendable {
    /// Answers with fewer points are not worth it.
    private static let leastPoints = 100_000
    /// About how many points are evaluated at a time.
    private static let sliceDensity = 16_384
    /// Samples of a range are taken to be no closer than this.
    private static let sampleMilliseconds: Int64 = 1000

    let query: PreparedQuery
    /// The series in the order of the answer, by position in the selection.
    let order: [Int]
    let seriesPerSlice: Int

    /// `nil` if the query has to be evaluated as a whole.
    init?(_ query: PreparedQuery, _ run: QueryRun) {
        guard query.evaluation.selections.count == 1, let selection = query.evaluation.selections.first,
            !run.delaysNameRemoval, run.query.recorder == nil
        else { return nil }
        let points: Int
        let losesName: Bool
        switch query.root {
        case .vector(let node) where run.isRange:
            guard let loses = Self.losesName(node) else { return nil }
            (points, losesName) = (run.grid.count, loses)
        case .range(let node as RangeSelectorNode):
            let window = node.source.times(node.windows(StepGrid(at: run.grid.start)))
            points = max(1, Int(clamping: (window.upperBound - window.lowerBound) / Self.sampleMilliseconds))
            losesName = false
        default: return nil
        }
        let (total, overflows) = selection.count.multipliedReportingOverflow(by: points)
        // What may be too much is refused before the first byte is sent.
        guard !overflows, total >= Self.leastPoints, total <= run.limits.maximumSamples else { return nil }
        guard let order = Self.order(selection, losesName: losesName) else { return nil }
        self.query = query
        self.order = order
        seriesPerSlice = max(1, Self.sliceDensity / points)
    }

    /// Whether the rows lose their name; `nil` if they depend on more than one series.
    private static func losesName(_ node: any VectorNode) -> Bool? {
        switch node {
        case let node as SelectorNode: return node.pick != .value && node.pick != .smoothedValue
        case let node as RangeFunctionNode: return node.range is RangeSelectorNode ? node.dropsName : nil
        case let node as MapNode: return losesName(node.child).map { $0 || node.dropsName }
        case let node as StepInvariantNode: return losesName(node.child)
        case let node as ScalarBinaryNode:
            guard node.operand is ConstantNode else { return nil }
            return losesName(node.child).map { $0 || node.dropsName }
        default: return nil
        }
    }

    /// The series in the order of their labels, `nil` if the order without the name may be another one.
    private static func order(_ selection: any SeriesSelection, losesName: Bool) -> [Int]? {
        var order = Array(0..<selection.count)
        guard losesName || !selection.isOrdered else { return order }
        let labels = order.map { selection.labels(at: $0) }
        // All have the same name: where it stands first, the rest decides.
        if losesName, labels.contains(where: { $0.array.first?.name != Label.metricName }) { return nil }
        if !selection.isOrdered { order.sort { labels[$0] < labels[$1] } }
        return order
    }
}
