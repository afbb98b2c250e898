internal import PrometheusBytes

extension RawSpan {
    /// Whether the bytes begin with those of `prefix`.
    func hasPrefix(_ prefix: RawSpan) -> Bool {
        byteCount >= prefix.byteCount && extracting(0..<prefix.byteCount).hasSameBytes(as: prefix)
    }
}
