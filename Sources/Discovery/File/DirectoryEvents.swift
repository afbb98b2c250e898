#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
internal import NativeThreads
internal import Synchronization

/// Tells whose directories changed, as the kernel reports it.
///
/// One descriptor and one thread serve all file discovery of a manager, because the system has few of either.
final class DirectoryEvents: Sendable {
    /// Who waits for what; outlives the handle as long as the thread runs.
    private final class Board: Sendable {
        /// Directories by the kernel's number, and who wants to know of each.
        struct State {
            var subscribers: [Int32: Set<Int>] = [:]
            var feeds: [Int: AsyncStream<DirectoryEvent>.Continuation] = [:]
            var count = 0
        }

        let descriptor: Int32
        let state = Mutex(State())

        init(_ descriptor: Int32) { self.descriptor = descriptor }

        deinit { close(descriptor) }
    }

    /// Everything that can change which files there are or what they say, once a writer is done with it.
    private static let mask =
        UInt32(IN_CLOSE_WRITE) | UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO)
        | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)

    private let board: Board
    /// What ends the thread.
    private let ending: WakePipe

    /// Starts to listen; `nil` if the system has no descriptor or thread for it.
    init?() {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        let board = Board(descriptor)
        guard let ending = WakePipe() else { return nil }
        self.board = board
        self.ending = ending
        guard NativeThread.start(stackBytes: 256 << 10, { Self.listen(board, ending) }) else { return nil }
    }

    deinit { ending.wake() }

    /// Registers one that wants to know; its number and what it is told.
    ///
    /// One that is late is told the last only.
    func subscribe() -> (subscriber: Int, events: AsyncStream<DirectoryEvent>) {
        let (events, feed) = AsyncStream.makeStream(of: DirectoryEvent.self, bufferingPolicy: .bufferingNewest(1))
        let subscriber = board.state.withLock { state in
            state.count += 1
            state.feeds[state.count] = feed
            return state.count
        }
        return (subscriber, events)
    }

    /// Forgets one and the directories that nobody else wants.
    func unsubscribe(_ subscriber: Int) {
        follow([], for: subscriber)
        board.state.withLock { $0.feeds.removeValue(forKey: subscriber) }?.finish()
    }

    /// Makes `directories` those that `subscriber` is told of; the ones that cannot be watched.
    @discardableResult
    func follow(_ directories: Set<String>, for subscriber: Int) -> [String] {
        board.state.withLock { state in
            var missing: [String] = []
            var wanted: Set<Int32> = []
            for directory in directories.sorted() {
                let number = unsafe inotify_add_watch(board.descriptor, directory, Self.mask)
                if number < 0 {
                    missing.append(directory)
                } else {
                    wanted.insert(number)
                    state.subscribers[number, default: []].insert(subscriber)
                }
            }
            for (number, subscribers) in state.subscribers
            where subscribers.contains(subscriber) && !wanted.contains(number) {
                state.subscribers[number]?.remove(subscriber)
                guard state.subscribers[number]?.isEmpty == true else { continue }
                state.subscribers[number] = nil
                _ = inotify_rm_watch(board.descriptor, number)
            }
            return missing
        }
    }

    /// Passes events on until the handle is gone.
    private static func listen(_ board: Board, _ ending: WakePipe) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            var watched = [
                pollfd(fd: ending.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: board.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            // Safe: the call reads and writes the two entries.
            let count = unsafe poll(&watched, 2, -1)
            if watched[0].revents != 0 { return }
            if count < 0, errno != EINTR { return }
            // Safe: the call writes at most the buffer's length.
            let length = unsafe buffer.withUnsafeMutableBytes {
                unsafe read(board.descriptor, $0.baseAddress, $0.count)
            }
            if length > 0 { tell(board, buffer[..<length]) }
        }
    }

    /// Reads the kernel's events and tells those who want to know.
    private static func tell(_ board: Board, _ bytes: ArraySlice<UInt8>) {
        func word(_ offset: Int) -> UInt32 {
            bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        board.state.withLock { state in
            var at = bytes.startIndex
            // An event is a directory's number, what happened, a cookie, and a name with its length in front.
            while at + 16 <= bytes.endIndex {
                let (number, happened) = (Int32(bitPattern: word(at)), word(at + 4))
                at += 16 + Int(word(at + 12))
                if happened & UInt32(IN_Q_OVERFLOW) != 0 {
                    for feed in state.feeds.values { feed.yield(.lost) }
                    continue
                }
                for subscriber in state.subscribers[number] ?? [] { state.feeds[subscriber]?.yield(.changed) }
                if happened & UInt32(IN_IGNORED) != 0 { state.subscribers[number] = nil }
            }
        }
    }
}
