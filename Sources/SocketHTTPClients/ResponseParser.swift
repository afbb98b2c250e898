internal import HTTPClients
internal import PrometheusBytes
internal import PrometheusModel

/// Puts the answer to one request together from the bytes as they come: a state machine without a socket.
///
/// Its memory is bounded by the limits of head, line and body, whatever comes.
struct ResponseParser {
    static let mostHeadBytes = 1 << 20
    private static let mostChunkLineBytes = 4096
    /// As many interim answers as upstream takes.
    private static let mostInterimAnswers = 5
    /// More is reserved as it comes, so that a header alone cannot take memory.
    private static let mostBytesReserved = 16 << 20

    private enum State {
        case statusLine
        case header
        /// So many bytes of the body, or of a chunk, are to come.
        case sized(Int)
        case untilEnd
        case chunkSize
        case chunk(Int)
        /// The line break behind a chunk.
        case chunkEnd
        case trailer
        case done
    }

    private(set) var response = HTTPClientResponse(status: 0, reason: "", headers: [], body: [])
    /// How far the answer has come.
    private(set) var progress = Exchange.Progress.untouched
    private let limit: Int
    private let expectedBytes: Int
    private var state = State.statusLine
    /// The line as far as it has come.
    private var line: [UInt8] = []
    /// How long head or trailers are so far.
    private var headBytes = 0
    private var interimAnswers = 0
    private var isVersion1_1 = false
    private var staysOpen = false

    /// - Parameters:
    ///   - limit: the most bytes of body that are taken.
    ///   - expectedBytes: the length of a body that does not tell it, roughly.
    init(limit: Int, expectedBytes: Int = 0) {
        self.limit = limit
        self.expectedBytes = expectedBytes
    }

    /// Whether the answer is whole.
    var isDone: Bool { if case .done = state { true } else { false } }
    /// Whether the connection can be used for another request then.
    var isReusable: Bool { isDone && staysOpen }

    /// Takes bytes.
    ///
    /// - Returns: how many; fewer than there are if the answer ended before.
    mutating func feed(_ bytes: RawSpan) throws(ResponseError) -> Int {
        var offset = 0
        if bytes.byteCount > 0, progress == .untouched { progress = .head }
        while offset < bytes.byteCount {
            let rest = bytes.extracting(offset..<bytes.byteCount)
            switch state {
            case .statusLine, .header, .chunkSize, .chunkEnd, .trailer: offset += try takeLine(rest)
            case .sized(let count):
                let taken = min(count, rest.byteCount)
                try append(rest.extracting(0..<taken))
                offset += taken
                state = taken == count ? .done : .sized(count - taken)
            case .chunk(let count):
                let taken = min(count, rest.byteCount)
                try append(rest.extracting(0..<taken))
                offset += taken
                state = taken == count ? .chunkEnd : .chunk(count - taken)
            case .untilEnd:
                try append(rest)
                offset = bytes.byteCount
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

    // MARK: Lines

    /// Takes bytes up to the end of the line, and takes the line in if that has come.
    private mutating func takeLine(_ bytes: RawSpan) throws(ResponseError) -> Int {
        var end = 0
        // Safe: the offset lies inside the span; every bit pattern is a byte.
        while end < bytes.byteCount, unsafe bytes.unsafeLoad(fromUncheckedByteOffset: end, as: UInt8.self) != 0x0A {
            end += 1
        }
        switch state {
        case .chunkSize, .chunkEnd:
            guard line.count + end <= Self.mostChunkLineBytes else { throw .chunkLineTooLong }
        default:
            headBytes += end + 1
            guard headBytes <= Self.mostHeadBytes else { throw .headTooLarge }
        }
        // Safe: the bytes are copied while the closure runs.
        unsafe bytes.extracting(0..<end).withUnsafeBytes { unsafe line.append(contentsOf: $0) }
        guard end < bytes.byteCount else { return end }
        if line.last == 0x0D { line.removeLast() }
        try finishLine()
        line.removeAll(keepingCapacity: true)
        return end + 1
    }

    private mutating func finishLine() throws(ResponseError) {
        switch state {
        case .statusLine:
            try finishStatusLine()
            state = .header
        case .header: if line.isEmpty { try finishHead() } else { try finishHeader() }
        case .chunkSize: try finishChunkSize()
        case .chunkEnd:
            guard line.isEmpty else { throw .unendedChunk }
            state = .chunkSize
        default: if line.isEmpty { state = .done }
        }
    }

    private mutating func finishStatusLine() throws(ResponseError) {
        guard let blank = line.firstIndex(of: 0x20) else {
            throw .malformed("malformed HTTP response \(Self.quoted(line[...]))")
        }
        let rest = line[(blank + 1)...].drop { $0 == 0x20 }
        let code = rest.prefix { $0 != 0x20 }
        guard code.count == 3, let status = Self.number(code), status >= 100 else {
            throw .malformed("malformed HTTP status code \(Self.quoted(code))")
        }
        let version = line[..<blank]
        guard version.elementsEqual("HTTP/1.1".utf8) || version.elementsEqual("HTTP/1.0".utf8) else {
            throw .malformed("malformed HTTP version \(Self.quoted(version))")
        }
        isVersion1_1 = version.last == UInt8(ascii: "1")
        response.status = status
        response.reason = String(decoding: rest[code.endIndex...].dropFirst(), as: UTF8.self)
    }

    private mutating func finishHeader() throws(ResponseError) {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        if isBlank(line[0]), let last = response.headers.indices.last {
            // An old way to go on with the value of the line before.
            response.headers[last].value += " " + String(decoding: line.drop(while: isBlank), as: UTF8.self)
            return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, !isBlank(line[0]) else {
            throw .malformed("malformed MIME header line: \(String(decoding: line, as: UTF8.self))")
        }
        let value = line[(colon + 1)...].drop(while: isBlank)
        let end = value.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? value.startIndex
        response.headers.append(
            (String(decoding: line[..<colon], as: UTF8.self), String(decoding: value[..<end], as: UTF8.self))
        )
    }

    private mutating func finishHead() throws(ResponseError) {
        guard response.status >= 200 else {
            // An interim answer; the real one follows.
            interimAnswers += 1
            guard interimAnswers <= Self.mostInterimAnswers else {
                throw .malformed("net/http: too many 1xx informational responses")
            }
            response.headers = []
            state = .statusLine
            return
        }
        headBytes = 0
        progress = .body
        staysOpen = isVersion1_1
        if let connection = response.header("Connection")?.lowercased() {
            staysOpen = connection.contains("close") ? false : staysOpen || connection.contains("keep-alive")
        }
        try chooseBody()
    }

    private mutating func chooseBody() throws(ResponseError) {
        guard response.status != 204, response.status != 304 else {
            state = .done
            return
        }
        if isVersion1_1, let encoding = response.header("Transfer-Encoding") {
            guard encoding.lowercased() == "chunked" else {
                throw .malformed("unsupported transfer encoding: \(encoding.quoted)")
            }
            reserve(expectedBytes)
            state = .chunkSize
        } else if let length = try contentLength() {
            guard length <= limit else { throw .bodyTooLarge(limit: limit) }
            reserve(length)
            state = length == 0 ? .done : .sized(length)
        } else {
            staysOpen = false
            reserve(expectedBytes)
            state = .untilEnd
        }
    }

    private mutating func reserve(_ count: Int) {
        response.body.reserveCapacity(min(count, limit, Self.mostBytesReserved))
    }

    private func contentLength() throws(ResponseError) -> Int? {
        guard let first = response.header("Content-Length") else { return nil }
        let all = response.headers.filter { HTTPClientResponse.areSameName($0.name, "Content-Length") }.map(\.value)
        guard all.allSatisfy({ $0 == first }) else {
            let values = all.map(\.quoted).joined(separator: " ")
            throw .malformed("http: message cannot contain multiple Content-Length headers; got [\(values)]")
        }
        guard let length = Self.number(Array(first.utf8)[...]) else {
            throw .malformed("bad Content-Length \(first.quoted)")
        }
        return length
    }

    private mutating func finishChunkSize() throws(ResponseError) {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
        guard let size = Self.number(digits, radix: 16) else { throw .malformedChunk }
        state = size == 0 ? .trailer : .chunk(size)
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self).quoted }

    /// The number that these digits are, without a sign; `nil` if they are none or too many.
    private static func number(_ digits: ArraySlice<UInt8>, radix: Int = 10) -> Int? {
        guard let first = digits.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: radix)
    }
}
