internal import HTTPClients
internal import PrometheusBytes

/// Puts the answer to one request together from the bytes as they come: a state machine without a socket.
struct ResponseParser {
    static let mostHeadBytes = 1 << 20
    /// More is reserved as it comes, so that a header alone cannot take memory.
    private static let mostBytesReserved = 16 << 20

    private enum State {
        case head
        /// So many bytes of the body, or of a chunk, are to come.
        case sized(Int)
        case untilEnd
        case chunkSize
        case chunk(Int)
        /// The line break behind a chunk.
        case chunkEnd
        case trailers
        case done
    }

    private(set) var response = HTTPClientResponse(status: 0, reason: "", headers: [], body: [])
    private let limit: Int
    private var state = State.head
    /// The head, or the line of a chunk, as far as it has come.
    private var line: [UInt8] = []
    private var staysOpen = false

    /// - Parameter limit: the most bytes of body that are taken.
    init(limit: Int) { self.limit = limit }

    /// Whether the answer is whole.
    var isDone: Bool { if case .done = state { true } else { false } }
    /// Whether the connection can be used for another request then.
    var isReusable: Bool { isDone && staysOpen }
    /// Whether no byte has come yet.
    var isUntouched: Bool { if case .head = state { line.isEmpty } else { false } }

    /// Takes bytes.
    ///
    /// - Returns: how many; fewer than there are if the answer ended before.
    mutating func feed(_ bytes: RawSpan) throws(ResponseError) -> Int {
        var offset = 0
        while offset < bytes.byteCount {
            let rest = bytes.extracting(offset..<bytes.byteCount)
            switch state {
            case .head:
                offset += takeLine(rest, isWhole: Self.endsHead)
                guard Self.endsHead(line) else {
                    guard line.count <= Self.mostHeadBytes else { throw .headTooLarge }
                    continue
                }
                try finishHead()
            case .sized(let count):
                let taken = min(count, rest.byteCount)
                try append(rest.extracting(0..<taken))
                offset += taken
                state = taken == count ? .done : .sized(count - taken)
            case .untilEnd:
                try append(rest)
                offset = bytes.byteCount
            case .chunkSize, .chunkEnd, .trailers:
                offset += takeLine(rest) { $0.last == 0x0A }
                guard line.last == 0x0A else {
                    guard line.count <= Self.mostHeadBytes else { throw .malformedChunk }
                    continue
                }
                try finishChunkLine()
            case .chunk(let count):
                let taken = min(count, rest.byteCount)
                try append(rest.extracting(0..<taken))
                offset += taken
                state = taken == count ? .chunkEnd : .chunk(count - taken)
            case .done: return offset
            }
        }
        return offset
    }

    /// Notes that no more bytes will come.
    mutating func end() {
        if case .untilEnd = state { state = .done }
    }

    private mutating func append(_ bytes: RawSpan) throws(ResponseError) {
        guard bytes.byteCount <= limit - response.body.count else { throw .bodyTooLarge(limit: limit) }
        // Safe: the bytes are copied while the closure runs.
        unsafe bytes.withUnsafeBytes { unsafe response.body.append(contentsOf: $0) }
    }

    /// Moves bytes to `line` up to the newline that makes it whole.
    private mutating func takeLine(_ bytes: RawSpan, isWhole: ([UInt8]) -> Bool) -> Int {
        for offset in 0..<bytes.byteCount {
            // Safe: the offset lies inside the span; every bit pattern is a byte.
            let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
            line.append(byte)
            if byte == 0x0A, isWhole(line) { return offset + 1 }
        }
        return bytes.byteCount
    }

    private static func endsHead(_ line: [UInt8]) -> Bool {
        line.last == 0x0A
            && (line.suffix(4).elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) || line.suffix(2).elementsEqual([0x0A, 0x0A]))
    }

    // MARK: Head

    private mutating func finishHead() throws(ResponseError) {
        let lines = line.split(separator: 0x0A).map { $0.last == 0x0D ? $0.dropLast() : $0 }
        line.removeAll(keepingCapacity: true)
        let first = lines.first ?? []
        let parts = first.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, first.starts(with: "HTTP/1.".utf8), parts[1].count == 3,
            let status = Int(String(decoding: parts[1], as: UTF8.self)), status >= 100
        else { throw .malformed(String(decoding: first.prefix(100), as: UTF8.self)) }
        response.status = status
        response.reason = parts.count > 2 ? String(decoding: parts[2], as: UTF8.self) : ""
        response.headers = lines.dropFirst().compactMap { Self.header($0) }
        staysOpen = first.starts(with: "HTTP/1.1".utf8)
        // An interim answer; the real one follows.
        guard status >= 200 else {
            response.headers = []
            return
        }
        try chooseBody()
    }

    private static func header(_ line: ArraySlice<UInt8>) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return nil }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let value = line[(colon + 1)...].drop(while: isBlank)
        let end = value.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? value.startIndex
        return (String(decoding: line[..<colon], as: UTF8.self), String(decoding: value[..<end], as: UTF8.self))
    }

    private mutating func chooseBody() throws(ResponseError) {
        if let connection = response.header("Connection")?.lowercased() {
            staysOpen = connection.contains("close") ? false : staysOpen || connection.contains("keep-alive")
        }
        if response.status == 204 || response.status == 304 {
            state = .done
        } else if response.header("Transfer-Encoding")?.lowercased().contains("chunked") == true {
            state = .chunkSize
        } else if let text = response.header("Content-Length") {
            guard let length = Int(text), length >= 0 else { throw .malformed("Content-Length: \(text)") }
            guard length <= limit else { throw .bodyTooLarge(limit: limit) }
            response.body.reserveCapacity(min(length, Self.mostBytesReserved))
            state = length == 0 ? .done : .sized(length)
        } else {
            staysOpen = false
            state = .untilEnd
        }
    }

    // MARK: Chunks

    private mutating func finishChunkLine() throws(ResponseError) {
        let text = line.prefix { $0 != 0x0D && $0 != 0x0A && $0 != UInt8(ascii: ";") && $0 != 0x20 }
        let isEmpty = text.isEmpty
        let size = Int(String(decoding: text, as: UTF8.self), radix: 16)
        line.removeAll(keepingCapacity: true)
        switch state {
        case .chunkEnd:
            guard isEmpty else { throw .malformedChunk }
            state = .chunkSize
        case .chunkSize:
            guard let size, size >= 0 else { throw .malformedChunk }
            state = size == 0 ? .trailers : .chunk(size)
        default: if isEmpty { state = .done }
        }
    }
}
