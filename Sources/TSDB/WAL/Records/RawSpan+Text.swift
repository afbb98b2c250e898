extension RawSpan {
    /// The bytes as text; what is not UTF-8 is replaced.
    var text: String {
        // Safe: the buffer is copied before the closure ends.
        unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
