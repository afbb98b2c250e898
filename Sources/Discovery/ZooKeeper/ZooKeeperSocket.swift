#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The system's call of this name, which a method of the same name would hide.
private let sendBytes = unsafe send

/// A connection to a ZooKeeper server; its calls wait, so that they belong on a thread of their own.
struct ZooKeeperSocket: ~Copyable {
    private static let largestFrame = 16 << 20

    private let descriptor: Int32
    private let server: String
    private let wake: WakePipe

    private init(_ descriptor: Int32, _ server: String, _ wake: WakePipe) {
        self.descriptor = descriptor
        self.server = server
        self.wake = wake
    }

    deinit { close(descriptor) }

    /// Connects to `server`, a host with or without a port; each of its addresses is tried.
    static func connecting(
        to server: String,
        deadline: ContinuousClock.Instant,
        wake: WakePipe
    ) throws(ZooKeeperError) -> ZooKeeperSocket {
        let (host, port) = split(server)
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        // Safe: the call fills the list, which is freed below, after its last use.
        let status = unsafe getaddrinfo(host, port, &hints, &first)
        guard status == 0 else {
            throw .unresolved(server: server, reason: unsafe String(cString: gai_strerror(status)))
        }
        defer { unsafe freeaddrinfo(first) }
        var last = ZooKeeperError.closed(server: server)
        var next = unsafe first
        while let entry = unsafe next {
            unsafe next = entry.pointee.ai_next
            do throws(ZooKeeperError) {
                return unsafe try connecting(to: entry, server, deadline, wake)
            } catch .cancelled {
                throw .cancelled
            } catch {
                last = error
            }
        }
        throw last
    }

    private static func connecting(
        to address: UnsafeMutablePointer<addrinfo>,
        _ server: String,
        _ deadline: ContinuousClock.Instant,
        _ wake: WakePipe
    ) throws(ZooKeeperError) -> ZooKeeperSocket {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        // Safe: the entry belongs to a list that the caller frees after this call.
        let descriptor = unsafe socket(address.pointee.ai_family, kind, 0)
        guard descriptor >= 0 else { throw .failed(server: server, call: "socket", number: errno) }
        let connection = ZooKeeperSocket(descriptor, server, wake)
        let status = unsafe connect(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen)
        guard status == 0 || errno == EINPROGRESS else {
            throw .failed(server: server, call: "connect", number: errno)
        }
        guard try connection.wait(for: POLLOUT, until: deadline) else { throw .timedOut(server: server) }
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        // Safe: the call writes one number.
        unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length)
        guard number == 0 else { throw .failed(server: server, call: "connect", number: number) }
        return connection
    }

    /// A host and a port; ZooKeeper's own port where none is given.
    private static func split(_ server: String) -> (host: String, port: String) {
        if server.hasPrefix("["), let end = server.firstIndex(of: "]") {
            let host = String(server[server.index(after: server.startIndex)..<end])
            let rest = server[server.index(after: end)...]
            return (host, rest.hasPrefix(":") ? String(rest.dropFirst()) : "2181")
        }
        guard let colon = server.lastIndex(of: ":") else { return (server, "2181") }
        return (String(server[..<colon]), String(server[server.index(after: colon)...]))
    }

    func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(ZooKeeperError) {
        var offset = 0
        while offset < bytes.count {
            guard try wait(for: POLLOUT, until: deadline) else { throw .timedOut(server: server) }
            // Safe: the call reads the bytes behind the offset.
            let sent = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Self.send(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            if sent < 0, errno == EAGAIN || errno == EINTR { continue }
            guard sent > 0 else { throw .failed(server: server, call: "send", number: errno) }
            offset += sent
        }
    }

    /// Sends what fits without waiting; for last words.
    func sendAtOnce(_ bytes: [UInt8]) {
        // Safe: the call reads the bytes.
        _ = unsafe bytes.withUnsafeBytes { unsafe Self.send(descriptor, $0.baseAddress, $0.count) }
    }

    private static func send(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
        // Safe: the caller's buffer has that many bytes.
        unsafe sendBytes(descriptor, start, count, Int32(MSG_NOSIGNAL))
    }

    /// The next message; `nil` if none began until `deadline`.
    func frame(
        until deadline: ContinuousClock.Instant,
        allowing time: Duration
    ) throws(ZooKeeperError) -> [UInt8]? {
        guard try wait(for: POLLIN, until: deadline) else { return nil }
        let end = ContinuousClock.now + time
        let head = try exactly(4, until: end)
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.largestFrame else { throw .malformed }
        return try exactly(length, until: end)
    }

    private func exactly(_ count: Int, until deadline: ContinuousClock.Instant) throws(ZooKeeperError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard try wait(for: POLLIN, until: deadline) else { throw .timedOut(server: server) }
            var buffer = [UInt8](repeating: 0, count: min(count - bytes.count, 64 << 10))
            // Safe: the call writes at most the buffer's length.
            let read = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            if read < 0, errno == EAGAIN || errno == EINTR { continue }
            if read == 0 { throw .closed(server: server) }
            guard read > 0 else { throw .failed(server: server, call: "read", number: errno) }
            bytes += buffer[..<read]
        }
        return bytes
    }

    /// Waits for the socket; whether it is ready in time.
    private func wait(for events: Int32, until deadline: ContinuousClock.Instant) throws(ZooKeeperError) -> Bool {
        while true {
            var watched = [
                pollfd(fd: descriptor, events: Int16(events), revents: 0),
                pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let left = (deadline - .now).components
            let milliseconds = max(
                left.seconds * 1000 + (left.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000,
                0
            )
            // Safe: the call reads and writes the two entries.
            let count = unsafe poll(&watched, 2, Int32(clamping: milliseconds))
            if watched[1].revents != 0 { throw .cancelled }
            if count > 0 { return true }
            if count == 0, ContinuousClock.now >= deadline { return false }
            if count < 0, errno != EINTR { throw .failed(server: server, call: "poll", number: errno) }
        }
    }
}
