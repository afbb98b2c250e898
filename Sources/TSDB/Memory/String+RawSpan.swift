extension String {
    /// The text of bytes; what is not UTF-8 becomes U+FFFD.
    init(bytes: RawSpan) {
        // Safe: the bytes are read while the closure runs.
        self = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
