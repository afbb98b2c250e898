import Glibc
import Synchronization

/// A server on a free port of the loopback address, of plain system calls; each connection gets a thread of its own.
final class LoopbackServer: Sendable {
    private let descriptor: Int32
    private let count = Mutex(0)
    let port: UInt16

    var url: String { "http://127.0.0.1:\(port)" }
    var connectionCount: Int { count.withLock { $0 } }

    /// Listens, and calls `script` with the number of each connection, from 1 on; the connection closes when it returns.
    init(_ script: @escaping @Sendable (Int, Peer) -> Void) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        // Safe: the calls read and write one address of this length.
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, length) | listen(descriptor, 64)
                    | getsockname(descriptor, pointer, &length)
            }
        }
        guard status == 0 else { throw Unavailable() }
        port = UInt16(bigEndian: address.sin_port)
        Self.thread { [self] in accept(script) }
    }

    struct Unavailable: Error {}

    /// Accepts no more connections.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func accept(_ script: @escaping @Sendable (Int, Peer) -> Void) {
        while true {
            let connection = Glibc.accept(descriptor, nil, nil)
            guard connection >= 0 else { break }
            let number = count.withLock { count in
                count += 1
                return count
            }
            Self.thread {
                let peer = Peer(descriptor: connection)
                script(number, peer)
                close(connection)
            }
        }
        close(descriptor)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static func thread(_ run: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        // Safe: the thread takes the reference over.
        let reference = unsafe Unmanaged.passRetained(Body(run))
        unsafe pthread_create(
            &thread,
            nil,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            },
            reference.toOpaque()
        )
        pthread_detach(thread)
    }
}
