extension [UInt8] {
    /// Appends the bytes of a span.
    mutating func append(_ bytes: RawSpan) {
        append(addingCapacity: bytes.byteCount) { (span: inout OutputSpan<UInt8>) in
            // Safe: there is room for `byteCount` bytes, and the two do not overlap.
            unsafe span.withUnsafeMutableBufferPointer { target, count in
                unsafe bytes.withUnsafeBytes { source in
                    unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
                }
                count = bytes.byteCount
            }
        }
    }
}
