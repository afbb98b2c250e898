/// A session with a ZooKeeper server: requests one after the other, and what its watches tell in between.
final class ZooKeeperSession {
    /// What a session is taken up by on another connection.
    struct Identity: Sendable, Hashable {
        var number: Int64 = 0
        var password = [UInt8](repeating: 0, count: 16)
        /// The last change that the server told of.
        var lastChange: Int64 = 0
    }

    /// The kinds of requests, by the protocol's numbers.
    enum Operation: Int32 {
        case exists = 3
        case data = 4
        case children = 12
        case ping = 11
        case close = -11
    }

    /// The numbers of messages that answer no request.
    private static let (eventNumber, pingNumber): (Int32, Int32) = (-1, -2)

    private(set) var identity: Identity
    private let socket: ZooKeeperSocket
    private let server: String
    /// How long the server keeps the session without a sign of life.
    private let timeout: Duration
    private var lastRequest: Int32 = 0
    private var lastSent = ContinuousClock.now
    private var lastReceived = ContinuousClock.now
    /// The paths that watches told of and nobody has taken yet.
    private var told: [String] = []

    /// Connects to `server` and takes up the session of `identity`, or begins one.
    init(
        connectingTo server: String,
        _ identity: Identity,
        timeoutMilliseconds: Int64,
        wake: WakePipe
    ) throws(ZooKeeperError) {
        let patience = Duration.milliseconds(timeoutMilliseconds)
        let deadline = ContinuousClock.now + patience
        self.server = server
        socket = try ZooKeeperSocket.connecting(to: server, deadline: deadline, wake: wake)
        var request = JuteWriter()
        request.append(Int32(0))
        request.append(identity.lastChange)
        request.append(Int32(clamping: timeoutMilliseconds))
        request.append(identity.number)
        request.append(identity.password)
        request.append(false)
        try socket.send(request.framed, until: deadline)
        guard let answer = try socket.frame(until: deadline, allowing: patience) else {
            throw .timedOut(server: server)
        }
        var reader = JuteReader(answer)
        _ = try reader.integer32()
        let granted = try reader.integer32()
        guard granted > 0 else { throw .expired }
        timeout = .milliseconds(Int64(granted))
        self.identity = identity
        self.identity.number = try reader.integer64()
        self.identity.password = try reader.data() ?? []
    }

    /// What a node holds, and a watch on it.
    func data(_ path: String) throws(ZooKeeperError) -> [UInt8] {
        var answer = try request(.data, path)
        return try answer.data() ?? []
    }

    /// The names of a node's children, and a watch on them.
    func children(_ path: String) throws(ZooKeeperError) -> [String] {
        var answer = try request(.children, path)
        return try answer.texts()
    }

    /// Whether a node is there, and a watch for the case that it is not.
    func exists(_ path: String) throws(ZooKeeperError) -> Bool {
        do {
            _ = try request(.exists, path)
            return true
        } catch .refused(ZooKeeperError.noNode, _) {
            return false
        }
    }

    private func request(_ operation: Operation, _ path: String) throws(ZooKeeperError) -> JuteReader {
        var body = JuteWriter()
        body.append(path)
        body.append(true)
        return try send(operation.rawValue, body.bytes, path)
    }

    /// Sends a request and waits for its answer.
    func send(_ operation: Int32, _ body: [UInt8], _ path: String) throws(ZooKeeperError) -> JuteReader {
        lastRequest = lastRequest == .max ? 1 : lastRequest + 1
        try write(lastRequest, operation, body)
        let deadline = ContinuousClock.now + timeout * 2 / 3
        while let frame = try socket.frame(until: deadline, allowing: timeout) {
            guard let (number, code, answer) = try take(frame) else { continue }
            guard number == lastRequest else { throw .malformed }
            guard code == 0 else { throw .refused(code: code, path: path) }
            return answer
        }
        throw .timedOut(server: server)
    }

    /// Waits until watches tell of something; the paths.
    func nextEvents() throws(ZooKeeperError) -> [String] {
        while told.isEmpty {
            if let frame = try socket.frame(until: lastSent + timeout / 3, allowing: timeout) {
                _ = try take(frame)
            } else if ContinuousClock.now >= lastReceived + timeout * 2 / 3 {
                throw .timedOut(server: server)
            } else {
                try write(Self.pingNumber, Operation.ping.rawValue, [])
            }
        }
        defer { told = [] }
        return told
    }

    /// Tells the server that the session is over, even if the thread was told to end.
    func close() {
        lastRequest = lastRequest == .max ? 1 : lastRequest + 1
        socket.sendAtOnce(Self.framed(lastRequest, Operation.close.rawValue, []))
    }

    private func write(_ number: Int32, _ operation: Int32, _ body: [UInt8]) throws(ZooKeeperError) {
        lastSent = .now
        try socket.send(Self.framed(number, operation, body), until: lastSent + timeout)
    }

    private static func framed(_ number: Int32, _ operation: Int32, _ body: [UInt8]) -> [UInt8] {
        var message = JuteWriter()
        message.append(number)
        message.append(operation)
        var frame = JuteWriter()
        frame.append(message.bytes + body)
        return frame.bytes
    }

    /// Reads a message; an answer to a request, if it is one.
    private func take(_ frame: [UInt8]) throws(ZooKeeperError) -> (number: Int32, code: Int32, answer: JuteReader)? {
        lastReceived = .now
        var reader = JuteReader(frame)
        let number = try reader.integer32()
        let change = try reader.integer64()
        let code = try reader.integer32()
        if change > 0 { identity.lastChange = change }
        switch number {
        case Self.eventNumber:
            let (kind, _) = (try reader.integer32(), try reader.integer32())
            let path = try reader.text()
            // Events of no kind tell of the session.
            if kind > 0, !told.contains(path) { told.append(path) }
            return nil
        case Self.pingNumber: return nil
        default: return (number, code, reader)
        }
    }
}
