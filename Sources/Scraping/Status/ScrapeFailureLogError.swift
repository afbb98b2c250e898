#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Why a failure log cannot be written, in upstream's words.
package struct ScrapeFailureLogError: Error, Hashable, CustomStringConvertible {
    package let path: String
    package let errorNumber: Int32

    package var description: String {
        // Safe: strerror returns a valid C string, which is copied at once.
        guard let text = unsafe strerror(errorNumber) else { return "open \(path): error \(errorNumber)" }
        let message = unsafe String(cString: text)
        return "can't create json log file: open \(path): \(message.prefix(1).lowercased())\(message.dropFirst())"
    }
}
