import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A client of plain system calls that says exactly what it is told.
final class RawClient: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        // Safe: the address is as long as is said.
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure() }
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        // Safe: the option is a structure that the call reads.
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    struct Failure: Error {}

    deinit { close(descriptor) }

    func send(_ text: String) async { await send(Array(text.utf8)) }

    /// Sends everything, or as much as the server wants.
    func send(_ bytes: [UInt8]) async {
        await Self.elsewhere { [descriptor] in
            var offset = 0
            while offset < bytes.count {
                // Safe: the call reads bytes of the array only.
                let count = unsafe bytes.withUnsafeBytes { buffer in
                    unsafe Glibc.send(
                        descriptor,
                        buffer.baseAddress.map { unsafe $0 + offset },
                        buffer.count - offset,
                        Int32(MSG_NOSIGNAL)
                    )
                }
                guard count > 0 else { return }
                offset += count
            }
        }
    }

    /// Runs what waits in the kernel where no other task needs the thread.
    private static func elsewhere<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }

    /// Says that nothing more will be sent.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until what came ends in `end`, or until the server closes.
    func read(to end: String? = nil) async -> String {
        let end = end.map { Array($0.utf8) }
        return await Self.elsewhere { [descriptor] in
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                if let end, bytes.suffix(end.count).elementsEqual(end) { break }
                // Safe: the call writes at most as many bytes as the buffer has.
                let count = unsafe buffer.withUnsafeMutableBytes {
                    unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
                }
                guard count > 0 else { break }
                bytes += buffer[..<count]
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
