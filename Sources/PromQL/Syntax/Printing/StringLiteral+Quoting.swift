internal import PrometheusModel

extension StringLiteral {
    /// The literal in double quotes with Go's escapes, those of bytes that are not UTF-8 included.
    var quoted: String { String(quoting: bytes) }
}
