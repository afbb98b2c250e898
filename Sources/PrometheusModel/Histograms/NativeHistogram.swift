/// A native histogram as a producer hands it to a store.
@frozen
@usableFromInline
package enum NativeHistogram: Sendable, Hashable {
    case integer(IntegerHistogram)
    case float(FloatHistogram)

    @inlinable
    package var isStaleMarker: Bool {
        switch self {
        case .integer(let histogram): histogram.isStaleMarker
        case .float(let histogram): histogram.isStaleMarker
        }
    }

    /// Whether the counts are floats.
    @inlinable
    package var isFloat: Bool {
        if case .float = self { return true }
        return false
    }

    /// What is known about a reset before it.
    @inlinable
    package var counterResetHint: CounterResetHint {
        switch self {
        case .integer(let histogram): histogram.counterResetHint
        case .float(let histogram): histogram.counterResetHint
        }
    }

    /// The sum of the observations; that of a stale marker is the stale marker.
    @inlinable
    package var sum: Double {
        switch self {
        case .integer(let histogram): histogram.sum
        case .float(let histogram): histogram.sum
        }
    }

    /// Which buckets it has.
    @inlinable
    package var layout: HistogramLayout {
        switch self {
        case .integer(let histogram): histogram.layout
        case .float(let histogram): histogram.layout
        }
    }
}
