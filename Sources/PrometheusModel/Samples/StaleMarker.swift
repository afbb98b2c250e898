/// The NaN that marks the end of a series, told from other NaNs by its bits only.
///
/// Arithmetic may change a NaN's bits, so a stale marker is never calculated with.
package enum StaleMarker {
    /// The bit pattern of a stale marker.
    package static let bitPattern: UInt64 = 0x7FF0_0000_0000_0002
    /// The bit pattern that every other NaN is stored as.
    package static let normalNaNBitPattern: UInt64 = 0x7FF8_0000_0000_0001

    /// A stale marker as a value.
    package static var value: Double { Double(bitPattern: bitPattern) }
    /// The ordinary NaN.
    package static var normalNaN: Double { Double(bitPattern: normalNaNBitPattern) }
}

extension Double {
    /// Whether this value is the stale marker.
    @inlinable
    package var isStaleMarker: Bool { bitPattern == 0x7FF0_0000_0000_0002 }
}
