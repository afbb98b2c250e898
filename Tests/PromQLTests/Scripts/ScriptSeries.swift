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
            zip(vector.labels, vector.values).map {
                ScriptSeries(labels: $0, points: [(vector.timestamp, .number($1))])
            }
        case .matrix(let matrix):
            matrix.map { series in
                ScriptSeries(
                    labels: series.labels,
                    points: zip(series.timestamps, series.values).map { ($0, .number($1)) }
                )
            }
        }
    }
}
