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
}
