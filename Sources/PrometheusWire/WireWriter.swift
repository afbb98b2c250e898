internal import PrometheusBytes

/// Appends the fields of protobuf messages to bytes that it keeps.
///
/// A nested message is written by `writeMessage`, whose closure writes its fields; its length is put in front
/// afterwards. Reuse one writer: it keeps its storage.
package struct WireWriter: Sendable {
    /// What was written.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Drops what was written and keeps the storage.
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Writes an unsigned number.
    package mutating func write(_ field: UInt64, _ value: UInt64) {
        writeTag(field, WireTag.WireType.varint)
        bytes.appendVarint(value)
    }

    /// Writes a signed number in two's complement: protobuf's `int64`.
    package mutating func write(_ field: UInt64, _ value: Int64) { write(field, UInt64(bitPattern: value)) }

    /// Writes a floating-point number.
    package mutating func write(_ field: UInt64, _ value: Double) {
        writeTag(field, WireTag.WireType.fixed64)
        bytes.appendBigEndian(value.bitPattern.byteSwapped)
    }

    /// Writes text.
    package mutating func write(_ field: UInt64, _ text: String) {
        writeTag(field, WireTag.WireType.bytes)
        bytes.appendVarint(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes bytes.
    package mutating func write(_ field: UInt64, _ contents: [UInt8]) {
        writeTag(field, WireTag.WireType.bytes)
        bytes.appendVarint(UInt64(contents.count))
        bytes.append(contentsOf: contents)
    }

    /// Writes a nested message, the fields of which `body` writes.
    package mutating func writeMessage(_ field: UInt64, _ body: (inout WireWriter) -> Void) {
        writeTag(field, WireTag.WireType.bytes)
        let start = bytes.count
        body(&self)
        var length: [UInt8] = []
        length.appendVarint(UInt64(bytes.count - start))
        bytes.insert(contentsOf: length, at: start)
    }

    private mutating func writeTag(_ field: UInt64, _ wireType: UInt8) {
        bytes.appendVarint(WireTag(field, wireType).rawValue)
    }
}
