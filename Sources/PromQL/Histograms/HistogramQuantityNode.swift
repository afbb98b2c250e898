import PrometheusModel

/// A function that gives a number for each native histogram and nothing for floats.
struct HistogramQuantityNode: VectorNode {
    enum Quantity: String, Sendable {
        case average = "histogram_avg"
        case count = "histogram_count"
        case sum = "histogram_sum"
        case deviation = "histogram_stddev"
        case variance = "histogram_stdvar"

        func value(of histogram: FloatHistogram) -> Double {
            switch self {
            case .average: histogram.sum / histogram.count
            case .count: histogram.count
            case .sum: histogram.sum
            case .deviation: HistogramEstimates.variance(histogram).squareRoot()
            case .variance: HistogramEstimates.variance(histogram)
            }
        }
    }

    let child: any VectorNode
    let quantity: Quantity

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            if row.histograms.isEmpty { return }
            for step in row.values.indices { row.values[step] = .absent }
            try row.histograms.forEach { (step, histogram) throws(PromQLError) in
                row.values[step] = quantity.value(of: histogram)
            }
            row.histograms.removeAll()
            if evaluation.delaysNameRemoval {
                row.dropsName = true
            } else {
                // Only the name goes here, not what kind of metric it was.
                row.settleName(evaluation)
                row.labels = row.labels.setting(Label.metricName, "")
            }
            try sink(&row)
        }
    }
}
