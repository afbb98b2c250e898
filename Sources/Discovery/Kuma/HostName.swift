#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
internal import NativeThreads

/// What this machine is called.
enum HostName {
    /// The name with its domain, if that can be found; the lookup waits on a thread of its own.
    static func qualified() async -> String {
        let short = local()
        return await withCheckedContinuation { continuation in
            let hasStarted = NativeThread.start(stackBytes: 256 << 10) {
                continuation.resume(returning: canonical(short) ?? short)
            }
            if !hasStarted { continuation.resume(returning: short) }
        }
    }

    private static func local() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        // Safe: the call writes at most the buffer's length, of which the last byte stays zero.
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func canonical(_ name: String) -> String? {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_CANONNAME
        var first: UnsafeMutablePointer<addrinfo>?
        // Safe: the call fills the list, which is freed after its last use.
        guard unsafe getaddrinfo(name, nil, &hints, &first) == 0, let entry = unsafe first else { return nil }
        defer { unsafe freeaddrinfo(first) }
        return unsafe entry.pointee.ai_canonname.map { unsafe String(cString: $0) }
    }
}
