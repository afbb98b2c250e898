extension String {
    /// Calls `body` with the text's UTF-8 bytes.
    /// - Complexity: O(1) for native strings.
    @inlinable
    package func withRawSpan<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure)
        -> Result
    {
        // Safe: bytes have no padding and every bit pattern is a byte.
        try body(unsafe utf8Span.span.bytes)
    }
}
