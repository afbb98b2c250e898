import PrometheusModel

/// `quantile`.
struct QuantileAggregationNode: VectorNode {
    let child: any VectorNode
    let quantile: any ScalarNode
    let quantilePosition: Int
    /// Where what it aggregates starts.
    let position: Int
    let grouping: [String]
    let isWithout: Bool

    var isUniqueWithoutName: Bool { isWithout || !grouping.contains("__name__") }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let quantiles = try quantile.column(evaluation, grid)
        evaluation.warnOfQuantiles(quantiles, grid, at: quantilePosition)
        var input = try GroupedRows(child, by: Grouping(grouping, isWithout: isWithout), evaluation, grid)
        input.leaveOutHistograms("quantile", at: position, evaluation)
        var result = SeriesRow()
        var values: [Double] = []
        for (group, members) in input.members.enumerated() {
            try evaluation.limits.check()
            result.resize(to: grid.count)
            for step in 0..<grid.count {
                values.removeAll(keepingCapacity: true)
                for member in members {
                    let value = input.rows[member].values[step]
                    if !value.isAbsent { values.append(value) }
                }
                result.values[step] = values.isEmpty ? .absent : Quantile.of(&values, quantiles[step])
            }
            guard result.hasValues else { continue }
            result.labels = input.grouping.labels(group)
            result.dropsName = input.grouping.dropsName[group]
            try sink(&result)
        }
        input.release(evaluation, grid)
    }
}

extension Evaluation {
    /// Warns of quantiles that are none.
    func warnOfQuantiles(_ quantiles: ScalarColumn, _ grid: StepGrid, at position: Int) {
        switch quantiles {
        case .constant(let quantile): warn(ofQuantile: quantile, at: position)
        case .column(let column): for quantile in column { warn(ofQuantile: quantile, at: position) }
        }
    }

    /// Warns of quantiles that are none at the steps that have a value.
    func warnOfQuantiles(_ quantiles: ScalarColumn, usedFor values: [Double], at position: Int) {
        for step in values.indices where !values[step].isAbsent {
            warn(ofQuantile: quantiles[step], at: position)
            if case .constant = quantiles { return }
        }
    }

    private func warn(ofQuantile quantile: Double, at position: Int) {
        guard quantile.isNaN || quantile < 0 || quantile > 1 else { return }
        let text = FloatText.generalString(quantile)
        annotate { $0.warn("quantile value should be between 0 and 1, got \(text)", at: position) }
    }
}
