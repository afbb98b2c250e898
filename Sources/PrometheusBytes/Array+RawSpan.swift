extension [UInt8] {
    /// The bytes as a raw span, for as long as the array is borrowed.
    @inlinable
    package var rawSpan: RawSpan {
        @_lifetime(borrow self)
        get {
            // Safe: bytes have no padding and every bit pattern is a byte.
            unsafe span.bytes
        }
    }
}
