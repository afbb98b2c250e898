internal import PrometheusBytes

extension [UInt8] {
    /// Appends the length of `bytes` as LEB128, then the bytes.
    mutating func append(lengthPrefixed bytes: RawSpan) {
        appendVarint(UInt64(bytes.byteCount))
        append(bytes)
    }
}
