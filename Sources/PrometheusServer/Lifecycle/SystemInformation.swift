import PrometheusClient

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the log says of the machine when the server starts.
enum SystemInformation {
    /// Kernel and host: `(Linux 6.1 #1 SMP x86_64 host (none))`.
    static var host: String {
        var names = utsname()
        // Safe: the call fills the structure, whose fields end in a zero byte.
        guard unsafe uname(&names) == 0 else { return "()" }
        let parts = [
            text(of: names.sysname), text(of: names.release), text(of: names.version), text(of: names.machine),
            text(of: names.nodename), text(of: names.__domainname),
        ]
        return "(\(parts.joined(separator: " ")))"
    }

    /// The soft and hard limit of open files.
    static var fileLimits: String { limits(Int32(RLIMIT_NOFILE.rawValue), unit: "") }

    /// The soft and hard limit of address space.
    static var memoryLimits: String { limits(Int32(RLIMIT_AS.rawValue), unit: "b") }

    /// The name of this machine.
    static var hostName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        // Safe: the call writes at most `count - 1` bytes, so that a zero byte remains at the end.
        guard unsafe gethostname(&bytes, bytes.count - 1) == 0 else { return "localhost" }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The number of this process's threads.
    static var threadCount: Int { Int(SystemFile.entryCount("/proc/self/task") ?? 1) }

    /// The number of processors that this process may use.
    static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The value of an environment variable.
    static func environment(_ name: String) -> String? {
        // Safe: the text is copied at once; nothing in this program changes the environment.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    private static func limits(_ resource: Int32, unit: String) -> String {
        var limits = rlimit()
        // Safe: the call fills the structure that it is given.
        guard unsafe getrlimit(__rlimit_resource_t(resource), &limits) == 0 else { return "()" }
        func text(_ limit: UInt) -> String { limit == UInt.max ? "unlimited" : "\(limit)\(unit)" }
        return "(soft=\(text(limits.rlim_cur)), hard=\(text(limits.rlim_max)))"
    }

    private static func text<Field>(of field: Field) -> String {
        // Safe: the field is an array of characters that is only read while the closure runs.
        let bytes = unsafe withUnsafeBytes(of: field) { unsafe Array($0) }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
