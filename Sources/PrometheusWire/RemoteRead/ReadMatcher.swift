/// A condition on a label in a remote read request, as it is on the wire.
package struct ReadMatcher: Sendable, Hashable {
    /// 0 for `=`, 1 for `!=`, 2 for `=~`, 3 for `!~`; others come from clients that are newer or wrong.
    package var kind: Int32
    package var name: String
    package var value: String

    package init(kind: Int32, name: String, value: String) {
        self.kind = kind
        self.name = name
        self.value = value
    }

    static func decode(_ reader: inout WireReader, to end: Int) throws(WireError) -> ReadMatcher {
        var matcher = ReadMatcher(kind: 0, name: "", value: "")
        while let tag = try reader.readTag(to: end, in: "LabelMatcher") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.varint, "Type")
                matcher.kind = Int32(truncatingIfNeeded: try reader.readVarint(to: end))
            case 2: matcher.name = try reader.readText(tag, to: end, "Name")
            case 3: matcher.value = try reader.readText(tag, to: end, "Value")
            default: try reader.skip(tag, to: end, in: "LabelMatcher")
            }
        }
        return matcher
    }

    func write(to writer: inout WireWriter) {
        if kind != 0 { writer.write(1, UInt64(bitPattern: Int64(kind))) }
        if !name.isEmpty { writer.write(2, name) }
        if !value.isEmpty { writer.write(3, value) }
    }
}

extension WireReader {
    /// Reads a text field.
    @_lifetime(self: copy self)
    mutating func readText(_ tag: WireTag, to end: Int, _ field: StaticString) throws(WireError) -> String {
        try require(tag, WireTag.WireType.bytes, field)
        let textEnd = try readLength(to: end)
        return String(decoding: takeBytes(to: textEnd), as: UTF8.self)
    }
}
