#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A non-blocking TCP socket, closed when it goes.
struct Socket: ~Copyable {
    /// What a read brought.
    enum ReadOutcome {
        case bytes(Int)
        /// Nothing now.
        case wait
        /// The other side sends no more.
        case end
        case failed(Int32)
    }

    let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Starts to connect; the socket becomes writable when that is done, well or not.
    ///
    /// - Throws: `SocketFailure` if the system refuses at once.
    static func connecting(to address: SocketAddress) throws(SocketFailure) -> Socket {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw SocketFailure(call: "socket", number: errno) }
        let socket = Socket(descriptor)
        var on: Int32 = 1
        // Safe: the option is an integer that the call reads. It is a matter of speed only.
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        // Safe: the bytes are those of an address of this length.
        let status = unsafe address.bytes.withUnsafeBytes { buffer in
            unsafe connect(
                descriptor,
                buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                socklen_t(buffer.count)
            )
        }
        let number = errno
        guard status == 0 || number == EINPROGRESS else { throw SocketFailure(call: "connect", number: number) }
        return socket
    }

    deinit { close(descriptor) }

    /// Why connecting failed, 0 if it did not.
    var pendingError: Int32 {
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        // Safe: the call writes one integer.
        unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length)
        return number
    }

    /// Sends what the system takes of `bytes` from `offset` on.
    ///
    /// - Returns: how many bytes, 0 if none now.
    func transmit(_ bytes: [UInt8], from offset: Int) throws(SocketFailure) -> Int {
        let descriptor = descriptor
        // Safe: the call reads bytes of the array only.
        let count = unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, offset < buffer.count else { return 0 }
            return unsafe send(descriptor, base + offset, buffer.count - offset, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 { return count }
        let number = errno
        guard number == EAGAIN || number == EINTR else { throw SocketFailure(call: "write", number: number) }
        return 0
    }

    /// Reads at most as many bytes as `target` holds.
    func read(into target: inout [UInt8]) -> ReadOutcome {
        while true {
            // Safe: the call writes at most as many bytes as the array has.
            let count = unsafe target.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            switch errno {
            case EAGAIN: return .wait
            case EINTR: continue
            default: return .failed(errno)
            }
        }
    }
}
