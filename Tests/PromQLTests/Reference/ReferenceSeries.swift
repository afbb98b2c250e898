import PrometheusModel

/// A series as plain data: what a range vector holds of it, or all of it.
struct ReferenceSeries {
    struct Sample {
        var time: Int64
        var value: Double
        /// When the counter started, 0 if that is not known.
        var start: Int64 = 0
    }

    var labels: [String: String]
    var samples: [Sample]

    /// The labels as the engine has them.
    var packed: Labels { Labels(labels.map { Label($0.key, $0.value) }) }

    var values: [Double] { samples.map(\.value) }
}
