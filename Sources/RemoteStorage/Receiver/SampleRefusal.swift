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
        case .tooFarInFuture: "out of bounds: timestamp is too far in the future"
        }
    }
}
