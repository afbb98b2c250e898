internal import PrometheusModel
internal import Storage

/// Why a sample of a request was not stored, in upstream's words.
struct SampleRefusal: Sendable, CustomStringConvertible {
    enum Reason: Sendable {
        case store(AppendOutcome.Refusal)
        case tooFarInFuture
    }

    let reason: Reason
    /// The position of its series in the request.
    let series: Int
    let timestamp: Int64
    let value: Double

    var description: String {
        switch reason {
        case .store(.outOfOrder): "out of order sample"
        case .store(.duplicateTimestamp):
            "duplicate sample for timestamp \(timestamp); overrides not allowed: new value "
                + FloatText.generalString(value)
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
