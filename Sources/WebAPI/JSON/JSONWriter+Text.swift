internal import PrometheusBytes

extension JSONWriter {
    /// Writes a text with Go's escapes, those for HTML included.
    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        text.withRawSpan { escaped($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes UTF-8 text with Go's escapes; what is no UTF-8 becomes replacement characters.
    mutating func string(_ text: RawSpan) {
        let plain = plainCount(text, from: 0)
        // Damaged text is repaired by way of a String; what is plain goes straight through.
        guard plain == text.byteCount || Self.byte(text, plain) < 0x80 else {
            // Safe: the bytes are copied while the span is borrowed.
            return string(unsafe text.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) })
        }
        bytes.append(UInt8(ascii: "\""))
        escaped(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes bytes that need not be UTF-8 as Go's encoder does: damage becomes an escape, which the replacement character
    /// itself does not.
    mutating func string(damaged text: [UInt8]) {
        guard String(validating: text, as: UTF8.self) == nil else {
            return string(String(decoding: text, as: UTF8.self))
        }
        var parts: [String] = [""]
        var iterator = text.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        loop: while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let encoded):
                parts[parts.count - 1].unicodeScalars.append(Unicode.UTF8.decode(encoded))
            case .error(let length): parts.append(contentsOf: repeatElement("", count: length))
            case .emptyInput: break loop
            }
        }
        bytes.append(UInt8(ascii: "\""))
        for (index, part) in parts.enumerated() {
            if index > 0 { raw("\\ufffd") }
            part.withRawSpan { escaped($0) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Copies runs of plain bytes at once, and escapes what lies between them.
    private mutating func escaped(_ text: RawSpan) {
        var offset = 0
        while offset < text.byteCount {
            let plain = plainCount(text, from: offset)
            if plain > 0 {
                // Safe: the bytes are copied while the span is borrowed.
                unsafe text.extracting(offset..<(offset + plain)).withUnsafeBytes {
                    unsafe bytes.append(contentsOf: $0)
                }
                offset += plain
            }
            guard offset < text.byteCount else { return }
            let byte = Self.byte(text, offset)
            if byte < 0x80 {
                escape(byte)
                offset += 1
            } else {
                offset += copyWide(text, offset)
            }
        }
    }

    /// The number of bytes from `start` on that stand for themselves.
    private func plainCount(_ text: RawSpan, from start: Int) -> Int {
        var offset = start
        while offset < text.byteCount, Self.isPlain(Self.byte(text, offset)) { offset &+= 1 }
        return offset - start
    }

    /// Writes a byte that is not ASCII, or the line and paragraph separators U+2028 and U+2029, which JavaScript minds.
    /// - Returns: The number of bytes taken.
    private mutating func copyWide(_ text: RawSpan, _ offset: Int) -> Int {
        let first = Self.byte(text, offset)
        if first == 0xE2, offset + 2 < text.byteCount, Self.byte(text, offset + 1) == 0x80 {
            let last = Self.byte(text, offset + 2)
            if last == 0xA8 || last == 0xA9 {
                raw(last == 0xA8 ? "\\u2028" : "\\u2029")
                return 3
            }
        }
        bytes.append(first)
        return 1
    }

    /// A bit for each byte below 64 that stands for itself: all from the blank on but `"`, `&`, `<` and `>`.
    private static let plainBelow64: UInt64 = 0xAFFF_FFBB_0000_0000
    /// A bit for each byte from 64 to 127 that stands for itself: all but the backslash.
    private static let plainFrom64: UInt64 = 0xFFFF_FFFF_EFFF_FFFF

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? plainBelow64 : plainFrom64) &>> UInt64(byte & 63) & 1 != 0
    }

    @inline(__always)
    private static func byte(_ text: RawSpan, _ offset: Int) -> UInt8 {
        // Safe: callers have compared `offset` with the count; a byte needs no alignment.
        unsafe text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case UInt8(ascii: "\n"): raw("\\n")
        case UInt8(ascii: "\r"): raw("\\r")
        case UInt8(ascii: "\t"): raw("\\t")
        default:
            raw(byte < 16 ? "\\u000" : byte < 32 ? "\\u001" : byte < 48 ? "\\u002" : "\\u003")
            let digit = byte & 15
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
        }
    }
}
