internal import HTTPServing
internal import PrometheusBytes

/// Takes the body of one request out of the bytes as they come: a state machine without a socket.
struct BodyReader {
    private static let mostLineBytes = 4096

    private enum State {
        /// So many bytes are to come, and nothing behind them.
        case rest(Int)
        case chunkLine
        case chunk(Int)
        /// The line break behind a chunk.
        case chunkEnd
        case trailer
        case done
        /// The framing is wrong: nothing behind it can be understood.
        case failed(RequestBodyError)
    }

    private var state: State
    private let announced: Int?

    init(_ framing: RequestHead.Framing) {
        switch framing {
        case .length(let count):
            state = count == 0 ? .done : .rest(count)
            announced = count
        case .chunked:
            state = .chunkLine
            announced = nil
        }
    }

    /// Whether everything has been taken.
    var isDone: Bool { if case .done = state { true } else { false } }

    /// How many bytes the body has, if that was said.
    var announcedCount: Int? { announced }

    /// Takes what it can of `bytes` from `offset` on, appends what belongs to the body, and moves `offset` behind it.
    ///
    /// `false` when more must come.
    mutating func take(
        _ bytes: [UInt8],
        _ offset: inout Int,
        into body: inout [UInt8]
    ) throws(RequestBodyError) -> Bool {
        do throws(RequestBodyError) {
            return try step(bytes, &offset, into: &body)
        } catch {
            state = .failed(error)
            throw error
        }
    }

    private mutating func step(
        _ bytes: [UInt8],
        _ offset: inout Int,
        into body: inout [UInt8]
    ) throws(RequestBodyError) -> Bool {
        while true {
            switch state {
            case .done: return true
            case .failed(let error): throw error
            case .rest(let count):
                let taken = min(count, bytes.count - offset)
                body += bytes[offset..<offset + taken]
                offset += taken
                state = taken == count ? .done : .rest(count - taken)
                guard taken == count else { return false }
            case .chunk(let count):
                let taken = min(count, bytes.count - offset)
                body += bytes[offset..<offset + taken]
                offset += taken
                state = taken == count ? .chunkEnd : .chunk(count - taken)
                guard taken == count else { return false }
            case .chunkLine:
                guard let line = try Self.line(bytes, &offset) else { return false }
                let size = try Self.size(line)
                state = size == 0 ? .trailer : .chunk(size)
            case .chunkEnd:
                guard let line = try Self.line(bytes, &offset) else { return false }
                guard line.isEmpty else { throw .broken("malformed chunked encoding") }
                state = .chunkLine
            case .trailer:
                guard let line = try Self.line(bytes, &offset) else { return false }
                if line.isEmpty { state = .done }
            }
        }
    }

    /// The next line without its end; `nil` if that has not come.
    private static func line(
        _ bytes: [UInt8],
        _ offset: inout Int
    ) throws(RequestBodyError) -> ArraySlice<UInt8>? {
        guard let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) else {
            guard bytes.count - offset <= mostLineBytes else { throw .broken("header line too long") }
            return nil
        }
        let start = offset
        offset = end + 1
        return end > start && bytes[end - 1] == UInt8(ascii: "\r") ? bytes[start..<end - 1] : bytes[start..<end]
    }

    /// The size that a chunk's line gives, in hexadecimal; extensions are ignored.
    private static func size(_ line: ArraySlice<UInt8>) throws(RequestBodyError) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") && $0 != 9 }
        guard !digits.isEmpty else { throw .broken("empty hex number for chunk length") }
        guard digits.count <= 15 else { throw .broken("http chunk length too large") }
        guard digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-"),
            let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .broken("invalid byte in chunk length") }
        return size
    }
}
