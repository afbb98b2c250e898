import PrometheusModel

/// The two factors of `double_exponential_smoothing` at all steps.
struct SmoothingFactors: Sendable {
    let smoothing: ScalarColumn
    let trend: ScalarColumn
    private let isValid: Bool

    init(smoothing: ScalarColumn, trend: ScalarColumn) {
        self.smoothing = smoothing
        self.trend = trend
        isValid = ![smoothing, trend].contains { $0.contains { !Self.isValid($0) } }
    }

    private static func isValid(_ factor: Double) -> Bool { factor > 0 && factor < 1 }

    /// Why the factors cannot be used for the samples; `nil` if they can, or if there are no samples to use them for.
    func error(_ samples: borrowing SampleColumns, _ windows: WindowGrid) -> PromQLError? {
        guard !isValid else { return nil }
        var error: PromQLError?
        windows.slide(over: samples) { step, low, high in
            guard error == nil, low < high else { return }
            if !Self.isValid(smoothing[step]) {
                error = Self.error("smoothing", "sf", smoothing[step])
            } else if !Self.isValid(trend[step]) {
                error = Self.error("trend", "tf", trend[step])
            }
        }
        return error
    }

    private static func error(_ name: String, _ symbol: String, _ factor: Double) -> PromQLError {
        .execution("invalid \(name) factor. Expected: 0 < \(symbol) < 1, got: \(FloatText.sixDecimals(factor))")
    }
}
