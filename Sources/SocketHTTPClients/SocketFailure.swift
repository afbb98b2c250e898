#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A system call on a socket that failed.
struct SocketFailure: Error, Hashable {
    /// The call, as Go names it in its errors.
    let call: String
    let number: Int32

    /// Whether there is no connection, so that another address may be tried.
    var isOfDialing: Bool { call != "read" && call != "write" }

    /// What happened at `address`, in Go's words.
    func reason(at address: String) -> String { "\(isOfDialing ? "dial" : call) tcp \(address): \(call): \(text)" }

    /// The system's text for the error, in lower case as Go prints it.
    private var text: String {
        // Safe: strerror returns a valid C string, which is copied at once.
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        let copy = unsafe String(cString: text)
        return copy.prefix(1).lowercased() + copy.dropFirst()
    }
}
