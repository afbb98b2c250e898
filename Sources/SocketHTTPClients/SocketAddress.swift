#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An IP address with a port, as the system calls take it.
struct SocketAddress: Hashable, Sendable {
    /// The bytes of a `sockaddr_in` or `sockaddr_in6`.
    let bytes: [UInt8]
    let family: Int32
    /// The address as Go prints it: `127.0.0.1:80`, `[::1]:80`.
    let text: String

    /// The addresses of a host; none if it has none.
    ///
    /// Waits for the name servers unless `host` is an address.
    static func resolve(_ host: String, _ port: UInt16, literalOnly: Bool) -> [SocketAddress] {
        // Safe: a zeroed structure is what the call wants, with no pointer set.
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = literalOnly ? AI_NUMERICHOST : 0
        var list: UnsafeMutablePointer<addrinfo>?
        // Safe: the call fills `list`, which is freed below; texts are passed for the time of the call.
        guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var result: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            // Safe: the list is valid until it is freed, and says how long each address is.
            let length = Int(unsafe entry.pointee.ai_addrlen)
            if let address = unsafe entry.pointee.ai_addr, length > 0 {
                let bytes = unsafe Array(UnsafeRawBufferPointer(start: address, count: length))
                result.append(
                    SocketAddress(
                        bytes: bytes,
                        family: unsafe entry.pointee.ai_family,
                        text: text(bytes, port)
                    )
                )
            }
            unsafe (next = entry.pointee.ai_next)
        }
        return result
    }

    private static func text(_ bytes: [UInt8], _ port: UInt16) -> String {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let capacity = socklen_t(host.count)
        // Safe: the call reads the address and writes at most `capacity` bytes.
        let status = unsafe bytes.withUnsafeBytes { buffer in
            unsafe getnameinfo(
                buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                socklen_t(buffer.count),
                &host,
                capacity,
                nil,
                0,
                NI_NUMERICHOST
            )
        }
        guard status == 0 else { return "?" }
        let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)"
    }
}
