#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The variables that the program was started with.
enum ProcessEnvironment {
    /// The value of a variable, `nil` if it is not set.
    static func value(_ name: String) -> String? {
        // Safe: `getenv` returns a valid text, which is copied at once; nobody changes the environment meanwhile.
        guard let text = unsafe getenv(name) else { return nil }
        return unsafe String(cString: text)
    }
}
