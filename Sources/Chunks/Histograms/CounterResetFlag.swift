internal import PrometheusModel

/// What the header of a histogram chunk says about a counter reset before its first sample.
package enum CounterResetFlag: UInt8, Sendable, Hashable {
    case unknown = 0b00
    case notReset = 0b01
    case reset = 0b10
    case gauge = 0b11

    /// What a sample of such a chunk tells a query: of the first one only whether it is a gauge is certain.
    ///
    /// The chunk before may have been deleted or filled in later.
    func hint(sample: Int) -> CounterResetHint { self == .gauge ? .gauge : sample == 0 ? .unknown : .notReset }
}
