/// Reads the fields of a protobuf message one after another, without copying and without allocating.
///
/// A nested message is not another reader: `readBytes` returns where it lies, and the caller reads on to its end.
package struct WireReader: ~Copyable, ~Escapable {
    /// Field numbers have 29 bits.
    private static let maximumField: UInt64 = 1 << 29 - 1
    /// Groups in groups that are skipped at most.
    private static let maximumGroupDepth = 64

    @usableFromInline let bytes: RawSpan
    /// The position of the next byte.
    package private(set) var offset: Int

    /// A reader of the bytes in `range` of `bytes`; positions count from the front of `bytes`.
    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan, _ range: Range<Int>) {
        precondition(range.upperBound <= bytes.byteCount, "the range lies within the bytes")
        self.bytes = bytes.extracting(0..<range.upperBound)
        offset = range.lowerBound
    }

    /// A reader of all of `bytes`.
    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan) {
        self.bytes = bytes
        offset = 0
    }

    /// Whether all bytes were read.
    package var isAtEnd: Bool { offset >= bytes.byteCount }

    /// Reads the tag of the next field of `message`, which ends at `end`; `nil` at the end.
    @inline(__always) @_lifetime(self: copy self)
    package mutating func readTag(to end: Int, in message: StaticString) throws(WireError) -> WireTag? {
        guard offset < end else { return nil }
        let tag = WireTag(rawValue: try readVarint(to: end))
        // 1 to 15 with any type: the common case needs no further look.
        if tag.rawValue >= 8, tag.rawValue < 128, tag.wireType != WireTag.WireType.groupEnd { return tag }
        try check(tag, in: message)
        return tag
    }

    /// Reads a varint that lies before `end`.
    @inline(__always) @_lifetime(self: copy self)
    package mutating func readVarint(to end: Int) throws(WireError) -> UInt64 {
        guard offset < end else { throw .truncated }
        // Safe: `offset` is below `end`, which is within the bytes.
        let first = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
        offset &+= 1
        if first < 0x80 { return UInt64(first) }
        return try readLongVarint(first, to: end)
    }

    /// Reads eight bytes, least significant first.
    @inline(__always) @_lifetime(self: copy self)
    package mutating func readFixed64(to end: Int) throws(WireError) -> UInt64 {
        guard end - offset >= 8 else { throw .truncated }
        defer { offset &+= 8 }
        // Safe: eight bytes are left, and any bits are a number.
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// Reads the length of bytes, text or a message, and returns the position of its end.
    @inline(__always) @_lifetime(self: copy self)
    package mutating func readLength(to end: Int) throws(WireError) -> Int {
        let length = try readVarint(to: end)
        guard length <= UInt64(end - offset) else { throw .truncated }
        return offset &+ Int(truncatingIfNeeded: length)
    }

    /// Moves to `position`, which a length or an end said.
    @inline(__always) @_lifetime(self: copy self)
    package mutating func move(to position: Int) {
        assert(position >= offset && position <= bytes.byteCount, "a reader moves forward within its bytes")
        offset = position
    }

    /// Reads the bytes before `position`, which a length said.
    @_lifetime(self: copy self)
    package mutating func takeBytes(to position: Int) -> [UInt8] {
        let start = offset
        move(to: position)
        // Safe: the bytes are copied.
        return unsafe bytes.extracting(start..<position).withUnsafeBytes { unsafe Array($0) }
    }

    /// Reads over the value of a field that the message does not define.
    @_lifetime(self: copy self)
    package mutating func skip(_ tag: WireTag, to end: Int, in message: StaticString) throws(WireError) {
        var groups = 0
        var current = tag
        while true {
            switch current.wireType {
            case WireTag.WireType.varint: _ = try readVarint(to: end)
            case WireTag.WireType.fixed64: try skipBytes(8, to: end)
            case WireTag.WireType.bytes: move(to: try readLength(to: end))
            case WireTag.WireType.fixed32: try skipBytes(4, to: end)
            case WireTag.WireType.groupStart:
                groups += 1
                guard groups <= Self.maximumGroupDepth else { throw .tooLarge }
            case WireTag.WireType.groupEnd where groups > 0: groups -= 1
            default:
                throw .illegalTag(message: "\(message)", field: current.field, wireType: current.wireType)
            }
            if groups == 0 { return }
            guard offset < end else { throw .truncated }
            current = WireTag(rawValue: try readVarint(to: end))
        }
    }

    /// Checks that a field has the wire type that its message defines.
    @inline(__always)
    package func require(_ tag: WireTag, _ wireType: UInt8, _ field: StaticString) throws(WireError) {
        guard tag.wireType == wireType else { throw .wrongType(wireType: tag.wireType, field: "\(field)") }
    }

    @_lifetime(self: copy self)
    private mutating func skipBytes(_ count: Int, to end: Int) throws(WireError) {
        guard end - offset >= count else { throw .truncated }
        offset += count
    }

    private func check(_ tag: WireTag, in message: StaticString) throws(WireError) {
        if tag.wireType == WireTag.WireType.groupEnd { throw .groupEnd(message: "\(message)") }
        guard tag.field >= 1, tag.field <= Self.maximumField else {
            throw .illegalTag(message: "\(message)", field: tag.field, wireType: tag.wireType)
        }
    }

    @_lifetime(self: copy self)
    private mutating func readLongVarint(_ first: UInt8, to end: Int) throws(WireError) -> UInt64 {
        var value = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while offset < end {
            // Safe: `offset` was just compared with `end`, which is within the bytes.
            let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
            offset &+= 1
            if shift == 63, byte > 1 { throw .overflow }
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
            if shift > 63 { throw .overflow }
        }
        throw .truncated
    }
}
