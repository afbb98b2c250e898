/// One query of a remote read request.
package struct ReadQuery: Sendable, Hashable {
    /// Milliseconds since the Unix epoch; both ends are included.
    package var startMilliseconds: Int64
    package var endMilliseconds: Int64
    package var matchers: [ReadMatcher]
    package var hints: ReadHints?

    package init(startMilliseconds: Int64, endMilliseconds: Int64, matchers: [ReadMatcher], hints: ReadHints?) {
        self.startMilliseconds = startMilliseconds
        self.endMilliseconds = endMilliseconds
        self.matchers = matchers
        self.hints = hints
    }

    static func decode(_ reader: inout WireReader, to end: Int) throws(WireError) -> ReadQuery {
        var query = ReadQuery(startMilliseconds: 0, endMilliseconds: 0, matchers: [], hints: nil)
        while let tag = try reader.readTag(to: end, in: "Query") {
            switch tag.field {
            case 1: query.startMilliseconds = try reader.readInteger(tag, to: end, "StartTimestampMs")
            case 2: query.endMilliseconds = try reader.readInteger(tag, to: end, "EndTimestampMs")
            case 3:
                try reader.require(tag, WireTag.WireType.bytes, "Matchers")
                let matcherEnd = try reader.readLength(to: end)
                query.matchers.append(try ReadMatcher.decode(&reader, to: matcherEnd))
            case 4:
                try reader.require(tag, WireTag.WireType.bytes, "Hints")
                let hintsEnd = try reader.readLength(to: end)
                query.hints = try ReadHints.decode(&reader, to: hintsEnd)
            default: try reader.skip(tag, to: end, in: "Query")
            }
        }
        return query
    }

    func write(to writer: inout WireWriter) {
        if startMilliseconds != 0 { writer.write(1, startMilliseconds) }
        if endMilliseconds != 0 { writer.write(2, endMilliseconds) }
        for matcher in matchers { writer.writeMessage(3) { matcher.write(to: &$0) } }
        if let hints { writer.writeMessage(4) { hints.write(to: &$0) } }
    }
}
