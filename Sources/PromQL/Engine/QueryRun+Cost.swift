import LabelMatching
import PrometheusModel
import Storage

extension QueryRun {
    /// Samples are taken to be no closer than this; where they are, a query takes longer than was thought.
    private static let sampleMilliseconds: Int64 = 5000
    /// What a series costs besides its samples, in samples.
    private static let seriesCost = 200

    /// Whether it is worth a look whether the query is quick: looking must not take long itself.
    var mayBeQuick: Bool { !queryable.asksOthers && Self.isQuicklySelected(expression) }

    /// Whether all selectors name their metric and compare labels as texts.
    private static func isQuicklySelected(_ expression: Expression) -> Bool {
        if case .vectorSelector(let selector) = expression {
            return selector.matchers.contains { $0.name == Label.metricName && $0.kind == .equal }
                && selector.matchers.allSatisfy { $0.kind == .equal || $0.kind == .notEqual }
        }
        return expression.children.allSatisfy { isQuicklySelected($0) }
    }

    /// An upper estimate of what the evaluation costs, in samples decoded: a few nanoseconds each.
    func cost(_ requests: [SelectionRequest], _ selections: [any SeriesSelection]) -> Int {
        var total = 0
        for (request, selection) in zip(requests, selections) {
            let span = request.window.upperBound - request.window.lowerBound
            let samples = Int(clamping: span / Self.sampleMilliseconds)
            // Some functions look at all samples of a window at each step.
            let window = Int(clamping: request.hints.rangeMilliseconds / Self.sampleMilliseconds / 8)
            // Inside a subquery there are steps of its own.
            let inner = request.hints.stepMilliseconds > 0 ? span / request.hints.stepMilliseconds : 0
            let steps = max(grid.count, Int(clamping: inner) / 2)
            let (each, isTooMuch) = steps.multipliedReportingOverflow(by: 1 + window)
            let (all, isMore) = selection.count.multipliedReportingOverflow(by: Self.seriesCost + samples + each)
            guard !isTooMuch, !isMore, all < 1 << 40 else { return .max - 1 }
            total += all
        }
        return total
    }
}
