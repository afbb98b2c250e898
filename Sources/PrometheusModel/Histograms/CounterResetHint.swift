/// What is known about a reset between a native histogram and the one before it in its series.
///
/// The raw values are those of remote write's protobuf.
@frozen
@usableFromInline
package enum CounterResetHint: UInt8, Sendable, Hashable {
    case unknown = 0
    /// The histogram starts over.
    case reset = 1
    /// The histogram continues the one before it.
    case notReset = 2
    /// The histogram is a gauge: going down is no reset.
    case gauge = 3
}
