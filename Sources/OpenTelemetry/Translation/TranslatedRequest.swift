internal import PrometheusModel

/// What a request comes to: series, and their samples by the series' positions.
struct TranslatedRequest {
    /// A warning and what kind it is.
    struct Warning {
        var category: String
        var text: String
    }

    /// A float sample.
    struct FloatSample {
        var series: Int
        var timestamp: Int64
        var start: Int64
        var value: Double
    }

    /// A native histogram.
    struct HistogramItem {
        var series: Int
        var timestamp: Int64
        var start: Int64
        var histogram: NativeHistogram
    }

    private(set) var series: [Labels] = []
    private var positions: [Labels: Int] = [:]
    private(set) var floats: [FloatSample] = []
    private(set) var histograms: [HistogramItem] = []
    private(set) var exemplars: [(series: Int, exemplar: Exemplar)] = []
    private(set) var metadata: [Int: SeriesMetadata] = [:]
    var warnings: [Warning] = []
    var errors: [TranslationError] = []

    /// The position of a series, which is added if it is new.
    mutating func position(_ labels: Labels, _ metadata: SeriesMetadata) -> Int {
        let position: Int
        if let known = positions[labels] {
            position = known
        } else {
            position = series.count
            positions[labels] = position
            series.append(labels)
        }
        self.metadata[position] = metadata
        return position
    }

    mutating func append(_ series: Int, _ point: ExportRequest.Point, _ value: Double) {
        floats.append(
            FloatSample(
                series: series,
                timestamp: point.timeMilliseconds,
                start: point.startMilliseconds,
                value: point.hasNoValue ? StaleMarker.value : value
            )
        )
    }

    mutating func append(_ series: Int, timestamp: Int64, _ value: Double) {
        floats.append(FloatSample(series: series, timestamp: timestamp, start: 0, value: value))
    }

    mutating func append(_ series: Int, _ point: ExportRequest.Point, _ histogram: NativeHistogram) {
        histograms.append(
            HistogramItem(
                series: series,
                timestamp: point.timeMilliseconds,
                start: point.startMilliseconds,
                histogram: histogram
            )
        )
    }

    mutating func append(_ series: Int, _ exemplar: Exemplar) { exemplars.append((series, exemplar)) }

    mutating func warn(_ category: String, _ text: String) {
        warnings.append(Warning(category: category, text: text))
    }
}
