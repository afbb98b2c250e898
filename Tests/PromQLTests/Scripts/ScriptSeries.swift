import PrometheusModel
import PromQL

/// A series of an answer or of what a script expects.
struct ScriptSeries {
    var labels: Labels
    var points: [(time: Int64, value: ScriptValue)]

    /// The series of an instant or a range vector, in their order.
    static func all(of value: QueryValue) -> [ScriptSeries] {
        switch value {
        case .string, .scalar: []
        case .vector(let vector):
            vector.labels.indices.map { index in
                let histogram = vector.histograms[index].map { ScriptValue.histogram($0, checksHint: true) }
                let value = histogram ?? .number(vector.values[index])
                return ScriptSeries(labels: vector.labels[index], points: [(vector.timestamp, value)])
            }
        case .matrix(let matrix):
            matrix.map { series in
                ScriptSeries(
                    labels: series.labels,
                    points: zip(series.timestamps, series.values).map { ($0, .number($1)) }
                        + zip(series.histogramTimestamps, series.histograms).map {
                            ($0, .histogram($1, checksHint: true))
                        }
                )
            }
        }
    }
}
