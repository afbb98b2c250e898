#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Files that the program writes.
enum OutputFile {
    /// Writes a whole file; the reason if that fails.
    static func write(_ text: String, to path: String) -> String? {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return "open \(path): \(reason)" }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            // Safe: the buffer is only read while the call runs, from within its bounds.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
            }
            guard count > 0 else { return "write \(path): \(reason)" }
            written += count
        }
        return nil
    }

    private static var reason: String {
        let words = unsafe String(cString: strerror(errno))
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
