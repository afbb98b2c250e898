internal import CEpoll
internal import PrometheusBytes
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One connection to a server, with at most one request on it.
///
/// A request is started by its own task, and from then on the loop's thread reads; the lock is held for one system call or two
/// and for taking in what they brought.
final class Connection: Sendable {
    private struct State: ~Copyable {
        var socket: Socket?
        var isConnected = false
        var exchange: Exchange?
        /// The other side has said that it sends no more.
        var isEnding = false
    }

    /// What the owner does after an event.
    enum Action {
        case none
        /// The request is answered and the connection is free; then the task goes on.
        case reuse(Exchange, Exchange.Outcome)
        /// The connection is closed, with the request that was on it.
        case remove(Exchange?, Exchange.Outcome)
    }

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
    /// A new one is watched by `epoll` from now on.
    func start(_ exchange: Exchange, watchedBy epoll: Int32?) -> Action {
        state.withLock { state in
            assert(state.exchange == nil, "a connection has one request at a time")
            state.exchange = exchange
            guard let descriptor = state.socket?.descriptor else {
                return Self.close(&state, .ended(isUntouched: true))
            }
            if let epoll, vencejo_epoll_add(epoll, descriptor, id) != 0 {
                return Self.close(&state, .failed(SocketFailure(call: "epoll_ctl", number: errno)))
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
                    return Self.close(&state, .failed(SocketFailure(call: "connect", number: number)))
                }
                guard events & UInt32(VENCEJO_EPOLL_WRITABLE) != 0 else { return .none }
                state.isConnected = true
            }
            guard state.exchange != nil else {
                // Nobody waits for anything: bytes are none of ours, an end is an end.
                let isIdle = !state.isEnding && events & UInt32(VENCEJO_EPOLL_READABLE) == 0
                return isIdle ? .none : Self.close(&state, .ended(isUntouched: true))
            }
            if let exchange = state.exchange, exchange.sent < exchange.request.count {
                let action = Self.write(&state)
                guard case .none = action else { return action }
            }
            guard events & UInt32(VENCEJO_EPOLL_READABLE | VENCEJO_EPOLL_CLOSED) != 0 else {
                return .none
            }
            return Self.read(&state, &buffer)
        }
    }

    /// Ends the request that has been on the connection since `deadline` was set for it.
    func expire(now: Int64) -> Action {
        state.withLock { state in
            guard let exchange = state.exchange, exchange.deadline <= now else { return .none }
            return Self.close(&state, .timedOut)
        }
    }

    /// When the request on the connection has to be answered, `nil` if there is none.
    var deadline: Int64? { state.withLock { $0.exchange?.deadline } }

    /// Ends the request with this id, if it is still on the connection.
    func cancel(_ id: UInt64) -> Action {
        state.withLock { state in
            guard state.exchange?.id == id else { return .none }
            return Self.close(&state, .cancelled)
        }
    }

    /// Closes the connection, and ends the request on it.
    func close(_ outcome: Exchange.Outcome) -> Action { state.withLock { Self.close(&$0, outcome) } }

    private static func close(_ state: inout State, _ outcome: Exchange.Outcome) -> Action {
        state.socket = nil
        let exchange = state.exchange
        state.exchange = nil
        return .remove(exchange, outcome)
    }

    private static func write(_ state: inout State) -> Action {
        guard var exchange = state.exchange else { return .none }
        do throws(SocketFailure) {
            while exchange.sent < exchange.request.count {
                let count = try state.socket?.send(exchange.request, from: exchange.sent) ?? 0
                guard count > 0 else { break }
                exchange.sent += count
            }
        } catch {
            // The server may have closed a kept connection just now.
            return close(&state, exchange.sent == 0 ? .ended(isUntouched: true) : .failed(error))
        }
        state.exchange = exchange
        return .none
    }

    private static func read(_ state: inout State, _ buffer: inout [UInt8]) -> Action {
        // Taken out, so that the growing body is not copied.
        guard var exchange = state.exchange else { return .none }
        state.exchange = nil
        while let outcome = state.socket?.read(into: &buffer) {
            switch outcome {
            case .wait:
                state.exchange = exchange
                return .none
            case .failed(let number):
                state.socket = nil
                let isUntouched = exchange.parser.isUntouched
                return .remove(
                    exchange,
                    isUntouched ? .ended(isUntouched: true) : .failed(SocketFailure(call: "read", number: number))
                )
            case .end:
                state.socket = nil
                exchange.parser.end()
                return .remove(exchange, Self.outcome(exchange))
            case .bytes(let count):
                do throws(ResponseError) {
                    let taken = try exchange.parser.feed(buffer.rawSpan.extracting(0..<count))
                    guard exchange.parser.isDone else { continue }
                    let isReusable = exchange.parser.isReusable && taken == count && !state.isEnding
                    if isReusable { return .reuse(exchange, Self.outcome(exchange)) }
                    state.socket = nil
                    return .remove(exchange, Self.outcome(exchange))
                } catch {
                    state.socket = nil
                    return .remove(exchange, .malformed(error))
                }
            }
        }
        return .remove(exchange, .ended(isUntouched: exchange.parser.isUntouched))
    }

    private static func outcome(_ exchange: Exchange) -> Exchange.Outcome {
        exchange.parser.isDone ? .response(exchange.parser.response) : .ended(isUntouched: exchange.parser.isUntouched)
    }
}
