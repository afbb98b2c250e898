#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
@testable import Discovery
import NativeThreads
import Synchronization

/// A ZooKeeper server on the loopback interface, as much of it as watching nodes needs.
final class SimulatedZooKeeper: Sendable {
    /// What a connection watches.
    private struct Client {
        var data: Set<String> = []
        var children: Set<String> = []
    }

    /// Everything that changes.
    private struct State {
        var nodes: [String: [UInt8]] = [:]
        var change: Int64 = 1
        var clients: [Int32: Client] = [:]
        var sessions: Set<Int64> = []
        var lastSession: Int64 = 0
        var connections = 0
        var resumptions = 0
        var requests: [String] = []
        /// What is said in place of the next answers.
        var garbage: [[UInt8]] = []
        var isSilent = false
    }

    let port: Int
    private let listener: Int32
    private let state = Mutex(State())

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safe: the calls read and write one address of this length.
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, length) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound, listen(listener, 8) == 0 else { throw SetupError() }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard NativeThread.start(stackBytes: 256 << 10, { [self] in acceptAll() }) else { throw SetupError() }
    }

    private struct SetupError: Error {}

    /// How many connections were made.
    var connections: Int { state.withLock { $0.connections } }
    /// How many of them took up a session.
    var resumptions: Int { state.withLock { $0.resumptions } }
    var requests: [String] { state.withLock { $0.requests } }

    /// Makes or changes a node.
    func set(_ path: String, _ text: String) {
        state.withLock { state in
            state.change += 1
            let isNew = state.nodes.updateValue(Array(text.utf8), forKey: path) == nil
            Self.tell(&state, path, isNew ? 1 : 3, \.data)
            if isNew { Self.tell(&state, Self.parent(path), 4, \.children) }
        }
    }

    /// Removes a node.
    func remove(_ path: String) {
        state.withLock { state in
            state.change += 1
            state.nodes[path] = nil
            Self.tell(&state, path, 2, \.data)
            Self.tell(&state, path, 2, \.children)
            Self.tell(&state, Self.parent(path), 4, \.children)
        }
    }

    /// Ends all connections.
    func dropConnections() { state.withLock { Self.drop(&$0) } }

    /// Forgets all sessions and ends all connections.
    func expireSessions() {
        state.withLock { state in
            state.sessions = []
            Self.drop(&state)
        }
    }

    /// Sends bytes in place of the next answer.
    func sayInstead(_ bytes: [UInt8]) { state.withLock { $0.garbage.append(bytes) } }

    /// Answers nothing any more on the connections that there are.
    func fallSilent(_ isSilent: Bool) { state.withLock { $0.isSilent = isSilent } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        dropConnections()
    }

    private static func drop(_ state: inout State) {
        for client in state.clients.keys { shutdown(client, Int32(SHUT_RDWR)) }
        state.clients = [:]
    }

    private static func parent(_ path: String) -> String {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Tells those who watch a node, once.
    private static func tell(
        _ state: inout State,
        _ path: String,
        _ kind: Int32,
        _ watched: WritableKeyPath<Client, Set<String>>
    ) {
        for client in state.clients.keys where state.clients[client]?[keyPath: watched].remove(path) != nil {
            var event = JuteWriter()
            event.append(Int32(-1))
            event.append(Int64(-1))
            event.append(Int32(0))
            event.append(kind)
            event.append(Int32(3))
            event.append(path)
            write(client, event.framed)
        }
    }

    private static func write(_ client: Int32, _ bytes: [UInt8]) {
        _ = unsafe send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            if client < 0 { break }
            _ = NativeThread.start(stackBytes: 256 << 10) { [self] in
                serve(client)
                state.withLock { $0.clients[client] = nil }
                close(client)
            }
        }
        close(listener)
    }

    private static func frame(_ client: Int32) -> [UInt8]? {
        func exactly(_ count: Int) -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: count)
            var offset = 0
            while offset < count {
                // Safe: the call writes at most what is left of the buffer.
                let read = unsafe bytes.withUnsafeMutableBytes {
                    unsafe recv(client, $0.baseAddress?.advanced(by: offset), count - offset, 0)
                }
                if read <= 0 { return nil }
                offset += read
            }
            return bytes
        }
        guard let head = exactly(4) else { return nil }
        return exactly(head.reduce(0) { $0 << 8 | Int($1) })
    }

    private func serve(_ client: Int32) {
        guard let hello = Self.frame(client) else { return }
        var reader = JuteReader(hello)
        guard (try? reader.integer32()) != nil, (try? reader.integer64()) != nil, let time = try? reader.integer32(),
            let session = try? reader.integer64()
        else { return }
        let answer = state.withLock { state in
            state.connections += 1
            let isKnown = session == 0 || state.sessions.contains(session)
            if session != 0, isKnown { state.resumptions += 1 }
            if session == 0 { state.lastSession += 1 }
            let number = session == 0 ? state.lastSession : session
            if isKnown {
                state.sessions.insert(number)
                state.clients[client] = Client()
            }
            var answer = JuteWriter()
            answer.append(Int32(0))
            answer.append(isKnown ? time : 0)
            answer.append(isKnown ? number : 0)
            answer.append([UInt8](repeating: 7, count: 16))
            answer.append(false)
            return answer.framed
        }
        Self.write(client, answer)
        while let frame = Self.frame(client) {
            let isOver = state.withLock { state in
                guard !state.isSilent else { return false }
                if !state.garbage.isEmpty {
                    Self.write(client, state.garbage.removeFirst())
                    return false
                }
                // Events that the answer must come before wait for the lock.
                guard let answer = Self.answer(&state, client, frame) else { return true }
                Self.write(client, answer)
                return false
            }
            if isOver { return }
        }
    }

    /// What answers a request; `nil` ends the connection.
    private static func answer(_ state: inout State, _ client: Int32, _ frame: [UInt8]) -> [UInt8]? {
        var reader = JuteReader(frame)
        guard let number = try? reader.integer32(), let kind = try? reader.integer32() else { return nil }
        let operation = ZooKeeperSession.Operation(rawValue: kind)
        let path = (try? reader.text()) ?? ""
        state.requests.append("\(operation.map { "\($0)" } ?? "?") \(path)")
        let node = state.nodes[path]
        var body = JuteWriter()
        var code: Int32 = 0
        switch operation {
        case .data, .children:
            guard let node else {
                code = ZooKeeperError.noNode
                break
            }
            if operation == .data {
                state.clients[client]?.data.insert(path)
                body.append(node)
            } else {
                state.clients[client]?.children.insert(path)
                let names = state.nodes.keys.filter { $0 != path && parent($0) == path }
                body.append(Int32(names.count))
                for name in names { body.append(String(name.dropFirst(path == "/" ? 1 : path.utf8.count + 1))) }
            }
        case .exists:
            state.clients[client]?.data.insert(path)
            code = node == nil ? ZooKeeperError.noNode : 0
        case .ping: break
        case .close, nil: return nil
        }
        var answer = JuteWriter()
        answer.append(number)
        answer.append(state.change)
        answer.append(code)
        var framed = JuteWriter()
        framed.append(answer.bytes + body.bytes)
        return framed.bytes
    }
}
