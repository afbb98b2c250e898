#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The environment of this process.
enum ProcessVariables {
    /// The value of a variable, `nil` if it is not set.
    static func value(_ name: String) -> String? {
        // Safe: the text is copied at once, and nothing here changes the environment.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
