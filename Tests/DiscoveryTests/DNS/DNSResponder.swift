#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import NativeThreads
import Synchronization

/// A name server on the loopback interface, by UDP and TCP on the same port.
final class DNSResponder: Sendable {
    /// A question that was asked.
    struct Question: Sendable, Hashable {
        let name: String
        let type: UInt16
        let isStream: Bool
        /// Whether the asker takes large answers.
        let allowsLargeAnswers: Bool
    }

    /// What is answered; no answer at all where the table gives `nil`.
    struct Answer: Sendable {
        var code: UInt8 = 0
        /// Types and contents.
        var records: [(type: UInt16, content: [UInt8])] = []
        var isTruncated = false
        var isForged = false
    }

    let port: Int
    private let datagrams: Int32
    private let listener: Int32
    private let answer: @Sendable (Question) -> Answer?
    private let asked = Mutex<[Question]>([])
    private let isOver = Atomic(false)

    var questions: [Question] { asked.withLock { $0 } }

    init(_ answer: @escaping @Sendable (Question) -> Answer?) throws {
        self.answer = answer
        var number: UInt16 = 0
        listener = try Self.bound(Int32(SOCK_STREAM.rawValue), &number)
        datagrams = try Self.bound(Int32(SOCK_DGRAM.rawValue), &number)
        port = Int(number)
        listen(listener, 8)
        guard NativeThread.start(stackBytes: 256 << 10, { [self] in serve() }) else { throw SetupError() }
    }

    /// Ends the thread.
    func stop() { isOver.store(true, ordering: .relaxed) }

    private struct SetupError: Error {}

    /// A socket on the loopback interface; `number` is its port, chosen if it is 0.
    private static func bound(_ kind: Int32, _ number: inout UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, kind, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = number.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safe: the calls read and write one address of this length.
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw SetupError() }
        number = UInt16(bigEndian: address.sin_port)
        return descriptor
    }

    private func serve() {
        defer {
            close(datagrams)
            close(listener)
        }
        while !isOver.load(ordering: .relaxed) {
            var watched = [
                pollfd(fd: datagrams, events: Int16(POLLIN), revents: 0),
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
            ]
            // Safe: the call reads and writes the two entries.
            guard unsafe poll(&watched, 2, 20) > 0 else { continue }
            if watched[0].revents != 0 { serveDatagram() }
            if watched[1].revents != 0 { serveConnection() }
        }
    }

    private func serveDatagram() {
        var buffer = [UInt8](repeating: 0, count: 1024)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safe: the calls stay within the buffer and the address.
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let count = unsafe recvfrom(datagrams, &buffer, buffer.count, 0, address, &length)
                guard count > 0 else { return }
                for reply in replies(Array(buffer.prefix(count)), isStream: false) {
                    _ = unsafe sendto(datagrams, reply, reply.count, 0, address, length)
                }
            }
        }
    }

    private func serveConnection() {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        defer { close(connection) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        // Safe: the calls stay within the buffers.
        let count = unsafe recv(connection, &buffer, buffer.count, 0)
        guard count > 2 else { return }
        for reply in replies(Array(buffer[2..<count]), isStream: true) {
            let framed = [UInt8(reply.count >> 8), UInt8(reply.count & 0xFF)] + reply
            _ = unsafe send(connection, framed, framed.count, 0)
        }
    }

    /// The messages that answer one.
    private func replies(_ message: [UInt8], isStream: Bool) -> [[UInt8]] {
        var at = 12
        var name = ""
        while message[at] != 0 {
            let length = Int(message[at])
            name += String(decoding: message[(at + 1)...(at + length)], as: UTF8.self) + "."
            at += 1 + length
        }
        let question = Question(
            name: name,
            type: UInt16(message[at + 1]) << 8 | UInt16(message[at + 2]),
            isStream: isStream,
            allowsLargeAnswers: message[11] == 1
        )
        asked.withLock { $0.append(question) }
        guard let answer = answer(question) else { return [] }
        var reply = Array(message[0..<2])
        reply += [
            answer.isTruncated ? 0x83 : 0x81, 0x80 | answer.code, 0, 1, 0, UInt8(answer.records.count), 0, 0, 0, 0,
        ]
        reply += message[12..<(at + 5)]
        for record in answer.records {
            // The name is that of the question.
            reply += [0xC0, 12, UInt8(record.type >> 8), UInt8(record.type & 0xFF), 0, 1, 0, 0, 0, 9]
            reply += [UInt8(record.content.count >> 8), UInt8(record.content.count & 0xFF)] + record.content
        }
        guard answer.isForged else { return [reply] }
        var forged = reply
        forged[0] ^= 0xFF
        return [forged, [1, 2, 3], reply]
    }

    /// A name as it stands in messages.
    static func packed(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }
}
