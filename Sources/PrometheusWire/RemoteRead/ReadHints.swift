/// What a remote read request says about the query behind it.
package struct ReadHints: Sendable, Hashable {
    package var stepMilliseconds: Int64 = 0
    package var function = ""
    package var startMilliseconds: Int64 = 0
    package var endMilliseconds: Int64 = 0
    package var grouping: [String] = []
    package var isGroupingBy = false
    package var rangeMilliseconds: Int64 = 0

    package init() {}

    static func decode(_ reader: inout WireReader, to end: Int) throws(WireError) -> ReadHints {
        var hints = ReadHints()
        while let tag = try reader.readTag(to: end, in: "ReadHints") {
            switch tag.field {
            case 1: hints.stepMilliseconds = try reader.readInteger(tag, to: end, "StepMs")
            case 2: hints.function = try reader.readText(tag, to: end, "Func")
            case 3: hints.startMilliseconds = try reader.readInteger(tag, to: end, "StartMs")
            case 4: hints.endMilliseconds = try reader.readInteger(tag, to: end, "EndMs")
            case 5: hints.grouping.append(try reader.readText(tag, to: end, "Grouping"))
            case 6: hints.isGroupingBy = try reader.readInteger(tag, to: end, "By") != 0
            case 7: hints.rangeMilliseconds = try reader.readInteger(tag, to: end, "RangeMs")
            default: try reader.skip(tag, to: end, in: "ReadHints")
            }
        }
        return hints
    }

    func write(to writer: inout WireWriter) {
        if stepMilliseconds != 0 { writer.write(1, stepMilliseconds) }
        if !function.isEmpty { writer.write(2, function) }
        if startMilliseconds != 0 { writer.write(3, startMilliseconds) }
        if endMilliseconds != 0 { writer.write(4, endMilliseconds) }
        for label in grouping { writer.write(5, label) }
        if isGroupingBy { writer.write(6, UInt64(1)) }
        if rangeMilliseconds != 0 { writer.write(7, rangeMilliseconds) }
    }
}

extension WireReader {
    /// Reads a field of protobuf's `int64`.
    @_lifetime(self: copy self)
    mutating func readInteger(_ tag: WireTag, to end: Int, _ field: StaticString) throws(WireError) -> Int64 {
        try require(tag, WireTag.WireType.varint, field)
        return Int64(bitPattern: try readVarint(to: end))
    }
}
