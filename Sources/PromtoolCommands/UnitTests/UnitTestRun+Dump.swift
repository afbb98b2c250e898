internal import PromQL
internal import PrometheusModel
internal import Storage

extension UnitTestRun {
    /// Where expressions look.
    var queryable: any Queryable { loaded }

    /// All series with all samples, as debugging shows them.
    func dump() async -> String {
        // Whole seconds, so that nothing is left out.
        let end = (group.endMilliseconds + 1000) / 1000 * 1000
        let text = "DEBUG: Dump of all data (input_series and rules) at \(GoDurationText.string(milliseconds: end)):\n"
        let query = "{__name__=~\".+\"}[\(DurationText.string(milliseconds: end))]"
        guard
            case .matrix(let series)? = try? await engine.instant(
                query,
                at: group.startMilliseconds + end,
                on: loaded
            ).value
        else { return text }
        var lines: [String] = []
        for item in series.sorted(by: { $0.labels < $1.labels }) {
            lines.append("\(item.labels) =>")
            for (time, value) in zip(item.timestamps, item.values) {
                lines.append("\(FloatText.generalString(value)) @[\(time)]")
            }
            for (time, histogram) in zip(item.histogramTimestamps, item.histograms) {
                lines.append("\(histogram) @[\(time)]")
            }
        }
        return text + lines.joined(separator: "\n") + "\n"
    }
}
