#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Why the queries that run cannot be noted.
package struct ActiveQueryLogError: Error, Hashable, CustomStringConvertible {
    /// What was tried.
    package enum Step: Sendable {
        case createDirectory
        case open
        case allocate
        case map
    }

    package let step: Step
    package let errorNumber: Int32

    init(_ step: Step, _ errorNumber: Int32) {
        self.step = step
        self.errorNumber = errorNumber
    }

    /// Upstream's message of what was tried.
    package var message: String {
        switch step {
        case .createDirectory: "Failed to create directory for logging active queries"
        case .open: "Error opening query log file"
        case .allocate: "Error allocating query log file."
        case .map: "Failed to mmap"
        }
    }

    package var description: String {
        // Safe: strerror returns a valid C string, which is copied at once.
        guard let text = unsafe strerror(errorNumber) else { return "error \(errorNumber)" }
        let message = unsafe String(cString: text)
        return message.prefix(1).lowercased() + message.dropFirst()
    }
}
