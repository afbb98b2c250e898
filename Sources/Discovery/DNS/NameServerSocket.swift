#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A socket to a name server, by UDP or TCP; its calls wait, so that they belong on a thread of their own.
struct NameServerSocket: ~Copyable {
    /// How long a wait lasts at most until it looks whether it is still wanted, in milliseconds.
    private static let slice: Int32 = 50

    private let descriptor: Int32
    private let server: String
    private let isStream: Bool
    private let deadline: ContinuousClock.Instant
    private let cancellation: LookupCancellation

    private init(
        _ descriptor: Int32,
        _ server: String,
        _ isStream: Bool,
        _ deadline: ContinuousClock.Instant,
        _ cancellation: LookupCancellation
    ) {
        self.descriptor = descriptor
        self.server = server
        self.isStream = isStream
        self.deadline = deadline
        self.cancellation = cancellation
    }

    /// Connects to `server`.
    static func connecting(
        to server: String,
        port: Int,
        isStream: Bool,
        deadline: ContinuousClock.Instant,
        cancellation: LookupCancellation
    ) throws(DNSError) -> NameServerSocket {
        let kind = Int32((isStream ? SOCK_STREAM : SOCK_DGRAM).rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let address = try address(server, port)
        let descriptor = socket(Int32(address.family), kind | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .failed(server: server, call: "socket", number: errno) }
        let connection = NameServerSocket(descriptor, server, isStream, deadline, cancellation)
        // Safe: the bytes are those of a socket address of this family, and the call only reads them.
        let status = unsafe address.bytes.withUnsafeBytes { bytes in
            unsafe connect(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), UInt32(bytes.count))
        }
        guard status == 0 || errno == EINPROGRESS else {
            throw .failed(server: server, call: "connect", number: errno)
        }
        if status != 0 { try connection.wait(for: POLLOUT) }
        return connection
    }

    deinit { close(descriptor) }

    /// The bytes of a socket address.
    private static func address(_ server: String, _ port: Int) throws(DNSError) -> (family: sa_family_t, bytes: [UInt8])
    {
        let portBytes = [UInt8(truncatingIfNeeded: port >> 8), UInt8(truncatingIfNeeded: port)]
        var four = in_addr()
        // Safe: both calls read a text that ends with a zero and write an address of their kind.
        if unsafe inet_pton(AF_INET, server, &four) == 1 {
            let host = unsafe withUnsafeBytes(of: four) { unsafe Array($0) }
            return (sa_family_t(AF_INET), familyBytes(AF_INET) + portBytes + host + Array(repeating: 0, count: 8))
        }
        var six = in6_addr()
        let host = String(server.prefix { $0 != "%" })
        guard unsafe inet_pton(AF_INET6, host, &six) == 1 else {
            throw .failed(server: server, call: "parse address", number: EINVAL)
        }
        let bytes = unsafe withUnsafeBytes(of: six) { unsafe Array($0) }
        let zone = server.contains("%") ? unsafe if_nametoindex(String(server.drop { $0 != "%" }.dropFirst())) : 0
        let scope = unsafe withUnsafeBytes(of: zone) { unsafe Array($0) }
        return (sa_family_t(AF_INET6), familyBytes(AF_INET6) + portBytes + [0, 0, 0, 0] + bytes + scope)
    }

    private static func familyBytes(_ family: Int32) -> [UInt8] {
        // Safe: the bytes are copied.
        unsafe withUnsafeBytes(of: sa_family_t(family)) { unsafe Array($0) }
    }

    /// Sends a question and waits for the answer to it.
    func exchange(_ question: [UInt8], identifier: UInt16) throws(DNSError) -> DNSMessage {
        if isStream {
            try sendAll([UInt8(question.count >> 8), UInt8(question.count & 0xFF)] + question)
            let head = try receiveExactly(2)
            let message = try DNSMessage(try receiveExactly(Int(head[0]) << 8 | Int(head[1])))
            guard message.identifier == identifier else { throw .malformed }
            return message
        }
        try sendAll(question)
        while true {
            let datagram = try receive(DNSMessage.largestDatagram)
            // What does not belong to the question may be forged, or late.
            if let message = try? DNSMessage(datagram), message.identifier == identifier { return message }
        }
    }

    private func sendAll(_ bytes: [UInt8]) throws(DNSError) {
        var offset = 0
        while offset < bytes.count {
            try wait(for: POLLOUT)
            // Safe: the call reads the bytes behind the offset.
            let sent = unsafe bytes.withUnsafeBytes { buffer in
                unsafe send(
                    descriptor,
                    buffer.baseAddress?.advanced(by: offset),
                    buffer.count - offset,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if sent < 0, errno == EAGAIN || errno == EINTR { continue }
            guard sent > 0 else { throw .failed(server: server, call: "send", number: errno) }
            offset += sent
        }
    }

    private func receiveExactly(_ count: Int) throws(DNSError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try receive(count - bytes.count)
            guard !more.isEmpty else { throw .malformed }
            bytes += more
        }
        return bytes
    }

    private func receive(_ most: Int) throws(DNSError) -> [UInt8] {
        while true {
            try wait(for: POLLIN)
            var bytes = [UInt8](repeating: 0, count: most)
            // Safe: the call writes at most the buffer's length.
            let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count >= 0 else { throw .failed(server: server, call: "read", number: errno) }
            return Array(bytes.prefix(count))
        }
    }

    private func wait(for events: Int32) throws(DNSError) {
        while true {
            if cancellation.isCancelled { throw .cancelled }
            guard ContinuousClock.now < deadline else { throw .timedOut(server: server) }
            var watched = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            // Safe: the call reads and writes the one entry.
            if unsafe poll(&watched, 1, Self.slice) > 0 { return }
        }
    }
}
