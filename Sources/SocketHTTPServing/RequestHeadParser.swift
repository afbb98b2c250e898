internal import PrometheusBytes

/// Reads the first lines of requests from the bytes as they come.
struct RequestHeadParser {
    /// As much as Go's server takes.
    static let mostHeadBytes = 1 << 20

    enum Outcome {
        /// The end of the head has not come yet.
        case incomplete
        /// A head of that many bytes.
        case head(RequestHead, byteCount: Int)
    }

    /// Bytes that were searched for the end already.
    private var searched = 0

    /// Looks at the bytes from the beginning of a request on; each call has those of the call before, and more.
    mutating func parse(_ bytes: [UInt8], from first: Int) throws(RequestProblem) -> Outcome {
        try parse(bytes.rawSpan.extracting(first..<bytes.count))
    }

    private mutating func parse(_ bytes: RawSpan) throws(RequestProblem) -> Outcome {
        // Line breaks before a request are left over from the one before.
        var start = 0
        while start < bytes.byteCount, Self.isLineBreak(Self.byte(bytes, start)) { start &+= 1 }
        guard let end = findEnd(bytes, from: max(start, searched &- 3)) else {
            searched = bytes.byteCount
            if bytes.byteCount - start > Self.mostHeadBytes { throw .headTooLarge }
            return .incomplete
        }
        searched = 0
        guard end - start <= Self.mostHeadBytes else { throw .headTooLarge }
        return .head(try Self.head(bytes.extracting(start..<end)), byteCount: end)
    }

    /// The position behind the first empty line.
    private func findEnd(_ bytes: RawSpan, from start: Int) -> Int? {
        var offset = start
        while offset < bytes.byteCount {
            if Self.byte(bytes, offset) == Self.lineFeed {
                if offset &+ 1 < bytes.byteCount, Self.byte(bytes, offset &+ 1) == Self.lineFeed { return offset &+ 2 }
                if offset &+ 2 < bytes.byteCount, Self.byte(bytes, offset &+ 1) == Self.carriageReturn,
                    Self.byte(bytes, offset &+ 2) == Self.lineFeed
                {
                    return offset &+ 3
                }
            }
            offset &+= 1
        }
        return nil
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private static func isLineBreak(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

    @inline(__always)
    private static func byte(_ bytes: RawSpan, _ offset: Int) -> UInt8 {
        // Safe: callers have compared `offset` with the count; a byte needs no alignment.
        unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    private static func text(_ bytes: RawSpan) -> String {
        // Safe: the bytes are copied while the span is borrowed.
        unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Lines

    private static func head(_ bytes: RawSpan) throws(RequestProblem) -> RequestHead {
        var offset = 0
        var head = try requestLine(nextLine(bytes, &offset))
        head.headers.reserveCapacity(12)
        var facts = Facts()
        while offset < bytes.byteCount {
            let line = nextLine(bytes, &offset)
            if line.isEmpty { break }
            let header = try headerLine(bytes.extracting(line))
            try facts.note(header)
            head.headers.append(header)
        }
        try facts.apply(to: &head)
        return head

        /// The next line without its end.
        func nextLine(_ bytes: RawSpan, _ offset: inout Int) -> Range<Int> {
            let start = offset
            while offset < bytes.byteCount, byte(bytes, offset) != lineFeed { offset &+= 1 }
            var end = offset
            offset &+= 1
            if end > start, byte(bytes, end &- 1) == carriageReturn { end &-= 1 }
            return start..<end
        }

        func requestLine(_ range: Range<Int>) throws(RequestProblem) -> RequestHead {
            let line = bytes.extracting(range)
            let blank = UInt8(ascii: " ")
            var first = 0
            while first < line.byteCount, byte(line, first) != blank { first &+= 1 }
            var last = line.byteCount
            while last > first, byte(line, last &- 1) != blank { last &-= 1 }
            guard first > 0, last > first &+ 2 else { throw .malformed }
            let target = line.extracting((first &+ 1)..<(last &- 1))
            for at in 0..<target.byteCount where byte(target, at) <= blank || byte(target, at) == 127 {
                throw .malformed
            }
            for at in 0..<first where !isToken(byte(line, at)) { throw .malformed }
            let isVersion11 = try version(line.extracting(last..<line.byteCount))
            return RequestHead(
                method: text(line.extracting(0..<first)),
                target: text(target),
                isVersion11: isVersion11,
                isKept: isVersion11
            )
        }
    }

    /// Whether the version is 1.1 and not 1.0.
    private static func version(_ bytes: RawSpan) throws(RequestProblem) -> Bool {
        guard bytes.byteCount == 8, text(bytes.extracting(0..<5)) == "HTTP/", byte(bytes, 6) == UInt8(ascii: ".") else {
            throw .malformed
        }
        let (major, minor) = (byte(bytes, 5) &- UInt8(ascii: "0"), byte(bytes, 7) &- UInt8(ascii: "0"))
        guard major < 10, minor < 10 else { throw .malformed }
        guard major == 1 else { throw .version }
        return minor > 0
    }

    private static func headerLine(_ line: RawSpan) throws(RequestProblem) -> (name: String, value: String) {
        var colon = 0
        while colon < line.byteCount, byte(line, colon) != UInt8(ascii: ":") {
            guard isToken(byte(line, colon)) else { throw .malformed }
            colon &+= 1
        }
        guard colon > 0, colon < line.byteCount else { throw .malformed }
        var (start, end) = (colon &+ 1, line.byteCount)
        while start < end, isBlank(byte(line, start)) { start &+= 1 }
        while end > start, isBlank(byte(line, end &- 1)) { end &-= 1 }
        for at in start..<end {
            let value = byte(line, at)
            guard value >= 32 && value != 127 || value == 9 else { throw .invalidValue }
        }
        return (text(line.extracting(0..<colon)), text(line.extracting(start..<end)))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

    /// Whether the byte may stand in a method or a header's name.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "#"),
            UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"),
            UInt8(ascii: "+"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
