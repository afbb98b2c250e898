#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Why a log file cannot be written, in Go's words.
package struct QueryLogError: Error, Hashable, CustomStringConvertible {
    package let path: String
    package let errorNumber: Int32

    package var description: String {
        // Safe: strerror returns a valid C string, which is copied at once.
        guard let text = unsafe strerror(errorNumber) else { return "open \(path): error \(errorNumber)" }
        let message = unsafe String(cString: text)
        return "open \(path): \(message.prefix(1).lowercased())\(message.dropFirst())"
    }
}
