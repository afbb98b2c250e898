internal import PrometheusModel
internal import PrometheusWire
internal import Storage

/// Why a sample, a histogram or an exemplar of a request was not stored, in upstream's words.
struct SampleRefusal: Sendable, CustomStringConvertible {
    enum Reason: Sendable {
        case store(AppendOutcome.Refusal)
        case tooFarInFuture
    }

    let reason: Reason
    /// The position of its series in the request.
    let series: Int
    let timestamp: Int64
    /// The value of a float; `nil` for a histogram and an exemplar.
    let value: Double?
    let item: BatchFilling.Item

    init(_ reason: Reason, _ item: BatchFilling.Item, series: Int, _ columns: WriteRequestColumns) {
        self.reason = reason
        self.item = item
        self.series = series
        switch item {
        case .sample(let position): (timestamp, value) = (columns.timestamps[position], columns.values[position])
        case .histogram(let position): (timestamp, value) = (columns.histograms[position].timestamp, nil)
        case .exemplar(let position): (timestamp, value) = (columns.exemplars[position].timestamp, nil)
        }
    }

    /// Whether the store did not know the series any more.
    var isForgotten: Bool {
        if case .store(.unknownSeries) = reason { true } else { false }
    }

    var isExemplar: Bool {
        if case .exemplar = item { true } else { false }
    }

    var description: String {
        switch reason {
        case .store(.outOfOrder): "out of order sample"
        case .store(.duplicateTimestamp):
            if let value {
                "duplicate sample for timestamp \(timestamp); overrides not allowed: new value "
                    + FloatText.generalString(value)
            } else {
                "duplicate sample for timestamp"
            }
        case .store(.outOfBounds): "out of bounds"
        case .store(.unknownSeries): "unknown series"
        case .store(.tooOld): "too old sample"
        case .store(.invalidHistogram(let reason)): reason
        case .store(.exemplarOutOfOrder): "out of order exemplar"
        case .store(.exemplarLabelsTooLong): "label length for exemplar exceeds maximum of 128 UTF-8 characters"
        case .tooFarInFuture: "out of bounds: timestamp is too far in the future"
        }
    }
}
