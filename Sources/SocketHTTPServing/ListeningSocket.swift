internal import CEpoll
internal import HTTPServing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A non-blocking socket that clients connect to, closed when it goes.
final class ListeningSocket: Sendable {
    let descriptor: Int32
    /// Where it listens, with its real port.
    let address: ListenAddress

    private init(_ descriptor: Int32, _ address: ListenAddress) {
        self.descriptor = descriptor
        self.address = address
    }

    deinit { close(descriptor) }

    /// Listens on an address; an empty host is all of both families.
    static func open(_ address: ListenAddress) throws(WebServerError) -> ListeningSocket {
        let hosts = address.host.isEmpty ? ["::", "0.0.0.0"] : [address.host]
        var failure = WebServerError.unknownHost(address.host)
        for host in hosts {
            do throws(WebServerError) {
                return try open(host, address)
            } catch {
                failure = error
                // Without IPv6 there is the other family; a port that is taken is taken.
                guard case .cannotListen(_, let number) = error, number != EADDRINUSE, number != EACCES else {
                    throw error
                }
            }
        }
        throw failure
    }

    private static func open(_ host: String, _ address: ListenAddress) throws(WebServerError) -> ListeningSocket {
        // Safe: a zeroed structure is what the call wants, with no pointer set.
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        // Safe: the call fills `list`, which is freed below; texts are passed for the time of the call.
        guard unsafe getaddrinfo(host, String(address.port), &hints, &list) == 0, let entry = unsafe list else {
            throw .unknownHost(address.host)
        }
        defer { unsafe freeaddrinfo(list) }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        // Safe: the list is valid until it is freed.
        let descriptor = socket(unsafe entry.pointee.ai_family, type, 0)
        guard descriptor >= 0 else { throw .cannotListen(address, errorNumber: errno) }
        var (on, off): (Int32, Int32) = (1, 0)
        let size = socklen_t(MemoryLayout<Int32>.size)
        // Safe: the options are integers that the calls read. Where they are not known, nothing is lost.
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
        unsafe setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, size)
        // Safe: the address is as long as it says.
        guard unsafe bind(descriptor, entry.pointee.ai_addr, entry.pointee.ai_addrlen) == 0,
            listen(descriptor, 1024) == 0
        else {
            let number = errno
            close(descriptor)
            throw .cannotListen(address, errorNumber: number)
        }
        let port = boundPort(descriptor) ?? address.port
        return ListeningSocket(descriptor, ListenAddress(host: address.host, port: port))
    }

    private static func boundPort(_ descriptor: Int32) -> Int? {
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        // Safe: the call writes at most `length` bytes; the port lies in the same place for both families.
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &length)
            }
        }
        return status == 0 ? Int(UInt16(bigEndian: address.sin6_port)) : nil
    }

    /// The next connection that waits, non-blocking; `nil` if there is none now.
    func accept() -> Int32? {
        let connection = vencejo_accept(descriptor)
        return connection >= 0 ? connection : nil
    }
}
