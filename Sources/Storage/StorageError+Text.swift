#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension StorageError {
    /// The number of the system's error for a file that is not there.
    package static let noSuchFile = ENOENT

    /// The system's text for an error number, in lower case as Go prints it.
    static func text(of number: Int32) -> String {
        // Safe: strerror returns a valid C string, which is copied at once.
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        let message = unsafe String(cString: text)
        return message.prefix(1).lowercased() + message.dropFirst()
    }
}
