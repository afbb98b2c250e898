internal import CEpoll
internal import HTTPServing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One client's connection: the bytes that have come, and how to wait for more or send some.
///
/// SAFETY: belongs to its loop's thread; the task that serves it runs there, and what is called from elsewhere goes there
/// first.
@safe
final class ServedConnection: @unchecked Sendable {
    /// Bytes that may wait for their turn while a request is being answered.
    private static let mostBytesAhead = 256 << 10
    /// How long a client may take none of its answer.
    private static let stallMilliseconds: Int64 = 300_000

    let id: UInt64
    let presence = ClientPresence()
    let loop: ServingLoop
    private let readTimeout: Int64
    private var descriptor: Int32
    /// Bytes that have come; those before `consumed` are done with.
    private(set) var input: [UInt8] = []
    private(set) var consumed = 0
    /// Whether there may be bytes that were not read yet.
    private var mayRead = true
    /// Whether the client sends no more.
    private(set) var hasEnded = false
    private var waiter: UnsafeContinuation<Void, Never>?
    /// When waiting takes too long, in milliseconds of the loop's clock.
    private var deadline = Int64.max
    private var isExpired = false
    /// Whether a request is being answered.
    private var isBusy = false
    private var parser = RequestHeadParser()
    private var body = BodyReader(.length(0))
    private var mustSendContinue = false

    init(_ id: UInt64, _ descriptor: Int32, _ loop: ServingLoop, _ settings: WebServerSettings) {
        self.id = id
        self.descriptor = descriptor
        self.loop = loop
        readTimeout = Int64(settings.readTimeout / .milliseconds(1))
    }

    var isOpen: Bool { descriptor >= 0 && !isExpired }
    /// Whether the request's body has been taken to its end.
    var isAtEnd: Bool { body.isDone }

    /// The client's IP address; empty if the system does not tell.
    func clientAddress() -> String {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let (descriptor, capacity) = (descriptor, socklen_t(host.count))
        guard descriptor >= 0 else { return "" }
        // Safe: the calls write at most as many bytes as they are told that there are.
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard unsafe getpeername(descriptor, pointer, &length) == 0 else { return Int32(-1) }
                return unsafe getnameinfo(pointer, length, &host, capacity, nil, 0, NI_NUMERICHOST)
            }
        }
        guard status == 0 else { return "" }
        let text = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // As clients of IPv4 look at a socket for both.
        return text.hasPrefix("::ffff:") ? String(text.dropFirst(7)) : text
    }

    // MARK: What the loop tells

    /// Takes what happened to the socket.
    func handle(_ events: UInt32) {
        if events & UInt32(VENCEJO_EPOLL_READABLE | VENCEJO_EPOLL_CLOSED) != 0 { mayRead = true }
        if events & UInt32(VENCEJO_EPOLL_CLOSED) != 0, isBusy { presence.leave() }
        wake()
    }

    /// Ends a wait whose time is over.
    func expire(_ now: Int64) {
        guard now >= deadline else { return }
        isExpired = true
        wake()
    }

    /// Ends the connection if it waits for a request of which nothing has come.
    func endIdle() {
        guard !isBusy, consumed == input.count else { return }
        isExpired = true
        wake()
    }

    /// Ends the connection, whatever it does.
    func abort() {
        isExpired = true
        presence.leave()
        wake()
    }

    private func wake() {
        // Safe: each continuation is taken out before it is resumed.
        guard let waiter = unsafe waiter else { return }
        unsafe self.waiter = nil
        unsafe waiter.resume()
    }

    /// Waits until the loop has something to tell.
    private func wait() async {
        // Safe: `wake` resumes it once.
        await unsafe withUnsafeContinuation { unsafe waiter = $0 }
    }

    // MARK: Reading

    /// The next request; `nil` if there will be none.
    func nextRequest() async throws(RequestProblem) -> RequestHead? {
        isBusy = false
        deadline = ServingLoop.now + readTimeout
        while true {
            // A closing server still answers what has come.
            if consumed < input.count {
                if case .head(let head, let byteCount) = try parser.parse(input, from: consumed) {
                    begin(head, byteCount)
                    return head
                }
            }
            if loop.isClosing, consumed == input.count { return nil }
            guard await readMore() else { return nil }
        }
    }

    private func begin(_ head: RequestHead, _ byteCount: Int) {
        consumed += byteCount
        isBusy = true
        deadline = .max
        body = BodyReader(head.framing)
        mustSendContinue = head.awaitsContinue
    }

    /// Reads once, waiting if there is nothing; `false` if nothing comes any more.
    private func readMore() async -> Bool {
        while isOpen, !hasEnded {
            if mayRead, readOnce() { return true }
            if hasEnded || !isOpen { return false }
            await wait()
        }
        return false
    }

    /// Reads what there is; `false` if that is nothing now.
    private func readOnce() -> Bool {
        if consumed > 0 {
            if consumed == input.count {
                input.removeAll(keepingCapacity: input.capacity <= Self.mostBytesAhead)
            } else {
                input.removeSubrange(..<consumed)
            }
            consumed = 0
        }
        while true {
            // Safe: the call writes at most as many bytes as the buffer has.
            let count = unsafe loop.owned.buffer.withUnsafeMutableBytes { buffer in
                unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
            }
            if count > 0 {
                input += loop.owned.buffer[..<count]
                // A short read has emptied the socket: what comes later is told.
                if count < loop.owned.buffer.count { mayRead = false }
                return true
            }
            if count < 0, errno == EINTR { continue }
            mayRead = false
            if count < 0, errno == EAGAIN { return false }
            hasEnded = true
            return false
        }
    }

    /// The rest of the request's body, for the endpoint that asked for it.
    func collectBody(upTo limit: Int) async throws(RequestBodyError) -> [UInt8] {
        if let count = body.announcedCount, count > limit { throw .tooLarge }
        var bytes: [UInt8] = []
        deadline = ServingLoop.now + readTimeout
        defer { deadline = .max }
        while try !body.take(input, &consumed, into: &bytes) {
            guard bytes.count <= limit else { throw .tooLarge }
            if mustSendContinue {
                mustSendContinue = false
                guard await transmit(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else {
                    throw .broken("unexpected EOF")
                }
            }
            guard await readMore() else { throw .broken("unexpected EOF") }
        }
        guard bytes.count <= limit else { throw .tooLarge }
        return bytes
    }

    /// Passes over what is left of the body; `false` if that is too much to be worth it.
    func skipBody() async -> Bool {
        if body.isDone { return true }
        // A client that waits to be told to go on will not send it.
        if mustSendContinue { return false }
        var skipped: [UInt8] = []
        var total = 0
        deadline = ServingLoop.now + readTimeout
        defer { deadline = .max }
        do throws(RequestBodyError) {
            while try !body.take(input, &consumed, into: &skipped) {
                total += skipped.count
                skipped.removeAll(keepingCapacity: true)
                guard total <= Self.mostBytesAhead, await readMore() else { return false }
            }
        } catch {
            return false
        }
        return true
    }

    // MARK: Writing

    /// Sends everything; `false` if the connection broke.
    func transmit(_ bytes: [UInt8]) async -> Bool {
        assert(loop.isCurrent, "a connection belongs to its loop's thread")
        var offset = 0
        while offset < bytes.count {
            guard isOpen else { return false }
            // Safe: the call reads bytes of the array only.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return 0 }
                return unsafe send(descriptor, base + offset, buffer.count - offset, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                offset += count
                continue
            }
            if count < 0, errno == EINTR { continue }
            guard count < 0, errno == EAGAIN else { return false }
            deadline = ServingLoop.now + Self.stallMilliseconds
            await wait()
            deadline = .max
        }
        return true
    }

    /// Waits a little until the client has closed its side too: closing while it still sends would take from it what it
    /// has not read yet.
    func linger() async {
        guard descriptor >= 0 else { return }
        shutdown(descriptor, Int32(SHUT_WR))
        deadline = ServingLoop.now + 500
        repeat { consumed = input.count } while await readMore()
    }

    /// Closes the connection.
    func end() {
        guard descriptor >= 0 else { return }
        presence.leave()
        close(descriptor)
        descriptor = -1
        wake()
        loop.remove(self)
    }
}
