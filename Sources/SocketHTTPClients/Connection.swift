internal import CEpoll
internal import HTTPClients
internal import PrometheusBytes
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One connection to a server, with at most one request on it.
///
/// A request is started by its own task, and from then on the loop's thread reads; the lock is held for a few system calls
/// and for taking in what they brought.
final class Connection: Sendable {
    private struct State: ~Copyable {
        var socket: Socket?
        var isConnected = false
        var exchange: Exchange?
        /// The other side has said that it sends no more.
        var isEnding = false
        /// The length of the last body.
        var lastBodyBytes = 0
    }

    /// What the owner does after an event.
    enum Action {
        case none
        /// There is more to read, but others should have their turn first.
        case more
        /// The request is answered and the connection is free; then the task goes on.
        case reuse(Exchange, Exchange.Outcome)
        /// The connection is closed, with the request that was on it.
        case remove(Exchange?, Exchange.Outcome)
    }

    /// How often is read in one turn, so that a fast sender does not keep the thread from the others.
    private static let mostReads = 16

    let id: UInt64
    let endpoint: Endpoint
    let address: SocketAddress
    private let state: Mutex<State>

    init(_ id: UInt64, _ endpoint: Endpoint, _ address: SocketAddress, _ socket: consuming Socket) {
        self.id = id
        self.endpoint = endpoint
        self.address = address
        state = Mutex(State(socket: socket))
    }

    /// Puts a request on its way; the connection must be free.
    ///
    /// A new one is watched by `epoll` from now on, and must be made by `connectBy`.
    func start(
        _ request: PlainRequest,
        _ id: UInt64,
        _ continuation: CheckedContinuation<Exchange.Outcome, Never>,
        watchedBy epoll: Int32?,
        connectBy: Int64
    ) -> Action {
        state.withLock { state in
            assert(state.exchange == nil, "a connection has one request at a time")
            state.exchange = Exchange(
                id: id,
                request: request,
                parser: ResponseParser(limit: request.limit, expectedBytes: state.lastBodyBytes),
                connectBy: connectBy,
                continuation: continuation
            )
            // Closed since it was taken from the idle ones.
            guard let descriptor = state.socket?.descriptor else { return Self.close(&state, .ended(.untouched)) }
            if let epoll, vencejo_epoll_add(epoll, descriptor, self.id) != 0 {
                return Self.close(&state, .failed(SocketFailure(call: "epoll_ctl", number: errno), .untouched))
            }
            return state.isConnected ? Self.write(&state) : .none
        }
    }

    /// Handles what happened to the socket.
    func handle(_ events: UInt32, _ buffer: inout [UInt8]) -> Action {
        state.withLock { state in
            guard state.socket != nil else { return .none }
            if events & UInt32(VENCEJO_EPOLL_CLOSED) != 0 { state.isEnding = true }
            if !state.isConnected {
                let number = state.socket?.pendingError ?? 0
                guard number == 0 else {
                    return Self.close(&state, .failed(SocketFailure(call: "connect", number: number), .untouched))
                }
                guard events & UInt32(VENCEJO_EPOLL_WRITABLE) != 0 else { return .none }
                state.isConnected = true
            }
            guard let exchange = state.exchange else {
                // Nobody waits for anything: bytes are none of ours, an end is an end.
                return Self.isSilent(&state, events, &buffer) ? .none : Self.close(&state, .ended(.untouched))
            }
            if exchange.sent < exchange.request.bytes.count {
                let action = Self.write(&state)
                guard case .none = action else { return action }
            }
            let isReadable = events & UInt32(VENCEJO_EPOLL_READABLE | VENCEJO_EPOLL_CLOSED) != 0
            return isReadable ? Self.read(&state, &buffer) : .none
        }
    }

    /// When the request on the connection has to get on, `nil` if there is none.
    var deadline: Int64? { state.withLock { Self.deadline($0) } }

    /// Ends the request on the connection if its time is over.
    func expire(now: Int64) -> Action {
        state.withLock { state in
            guard let exchange = state.exchange, let deadline = Self.deadline(state), deadline <= now else {
                return .none
            }
            guard exchange.request.deadline > now else {
                return Self.close(&state, .timedOut(exchange.parser.progress))
            }
            return Self.close(&state, .failed(SocketFailure(call: "connect", number: ETIMEDOUT), .untouched))
        }
    }

    /// Ends the request with this id, if it is still on the connection.
    func cancel(_ id: UInt64) -> Action {
        state.withLock { state in
            guard state.exchange?.id == id else { return .none }
            return Self.close(&state, .cancelled)
        }
    }

    /// Closes the connection, and ends the request on it.
    func close(_ outcome: Exchange.Outcome) -> Action { state.withLock { Self.close(&$0, outcome) } }

    private static func deadline(_ state: borrowing State) -> Int64? {
        guard let exchange = state.exchange else { return nil }
        return state.isConnected ? exchange.request.deadline : min(exchange.request.deadline, exchange.connectBy)
    }

    /// Whether nothing has come on an idle connection; an event may tell of bytes that were read meanwhile.
    private static func isSilent(_ state: inout State, _ events: UInt32, _ buffer: inout [UInt8]) -> Bool {
        guard !state.isEnding else { return false }
        guard events & UInt32(VENCEJO_EPOLL_READABLE) != 0 else { return true }
        if case .wait = state.socket?.read(into: &buffer) { return true }
        return false
    }

    private static func close(_ state: inout State, _ outcome: Exchange.Outcome) -> Action {
        state.socket = nil
        return .remove(state.exchange.take(), outcome)
    }

    /// Sends what the system takes now; the rest when the socket becomes writable.
    private static func write(_ state: inout State) -> Action {
        guard let exchange = state.exchange else { return .none }
        do throws(SocketFailure) {
            var sent = exchange.sent
            while sent < exchange.request.bytes.count {
                let count = try state.socket?.transmit(exchange.request.bytes, from: sent) ?? 0
                guard count > 0 else { break }
                sent += count
            }
            state.exchange?.sent = sent
            return .none
        } catch {
            return close(&state, .failed(error, exchange.parser.progress))
        }
    }

    private static func read(_ state: inout State, _ buffer: inout [UInt8]) -> Action {
        // Taken out, so that the growing body is not copied.
        guard var exchange = state.exchange.take() else { return .none }
        for _ in 0..<mostReads {
            switch state.socket?.read(into: &buffer) ?? .end {
            case .wait:
                state.exchange = exchange
                return .none
            case .failed(let number):
                state.socket = nil
                return .remove(
                    exchange,
                    .failed(SocketFailure(call: "read", number: number), exchange.parser.progress)
                )
            case .end:
                state.socket = nil
                exchange.parser.end()
                let isWhole = exchange.parser.isDone
                return .remove(
                    exchange,
                    isWhole ? .response(exchange.parser.response) : .ended(exchange.parser.progress)
                )
            case .bytes(let count):
                do throws(ResponseError) {
                    let taken = try exchange.parser.feed(buffer.rawSpan.extracting(0..<count))
                    if exchange.parser.isDone { return finish(&state, exchange, hasMore: taken < count) }
                    // A read that does not fill the buffer has emptied the socket, but does not see an end behind it.
                    guard count == buffer.count || state.isEnding else {
                        state.exchange = exchange
                        return .none
                    }
                } catch {
                    state.socket = nil
                    return .remove(exchange, .malformed(error))
                }
            }
        }
        state.exchange = exchange
        return .more
    }

    /// Ends the request with its answer, and the connection if it cannot be used again.
    private static func finish(_ state: inout State, _ exchange: Exchange, hasMore: Bool) -> Action {
        let response = exchange.parser.response
        state.lastBodyBytes = response.body.count
        if exchange.parser.isReusable, !hasMore, !state.isEnding { return .reuse(exchange, .response(response)) }
        state.socket = nil
        return .remove(exchange, .response(response))
    }
}
