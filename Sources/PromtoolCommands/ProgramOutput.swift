internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Where the program writes: the standard streams, or memory for tests.
package struct ProgramOutput: Sendable {
    /// Takes text for the standard output.
    package let standard: @Sendable (String) -> Void
    /// Takes text for the standard error.
    package let error: @Sendable (String) -> Void

    package init(standard: @escaping @Sendable (String) -> Void, error: @escaping @Sendable (String) -> Void) {
        self.standard = standard
        self.error = error
    }

    /// The streams of the process.
    package static let process = ProgramOutput(
        standard: { write($0, to: STDOUT_FILENO) },
        error: { write($0, to: STDERR_FILENO) }
    )

    func line(_ text: String = "") { standard(text + "\n") }
    func errorLine(_ text: String) { error(text + "\n") }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            // Safe: the buffer is only read while the call runs. There is no place to report a failure at.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
            }
            guard count > 0 else { return }
            written += count
        }
    }
}
