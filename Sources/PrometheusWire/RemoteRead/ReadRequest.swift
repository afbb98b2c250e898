internal import PrometheusBytes

/// A remote read request: queries, and the kinds of answer that the client understands, the best one first.
package struct ReadRequest: Sendable, Hashable {
    /// The kinds of answer that there are.
    package enum ResponseKind {
        package static let samples: Int32 = 0
        package static let streamedChunks: Int32 = 1
    }

    package var queries: [ReadQuery] = []
    package var acceptedKinds: [Int32] = []

    package init() {}

    /// Decodes the message.
    package init(_ bytes: RawSpan) throws(WireError) {
        var reader = WireReader(bytes)
        let end = bytes.byteCount
        while let tag = try reader.readTag(to: end, in: "ReadRequest") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.bytes, "Queries")
                let queryEnd = try reader.readLength(to: end)
                queries.append(try ReadQuery.decode(&reader, to: queryEnd))
            case 2 where tag.wireType == WireTag.WireType.varint:
                acceptedKinds.append(Int32(truncatingIfNeeded: try reader.readVarint(to: end)))
            case 2:
                try reader.require(tag, WireTag.WireType.bytes, "AcceptedResponseTypes")
                let packedEnd = try reader.readLength(to: end)
                while reader.offset < packedEnd {
                    acceptedKinds.append(Int32(truncatingIfNeeded: try reader.readVarint(to: packedEnd)))
                }
            default: try reader.skip(tag, to: end, in: "ReadRequest")
            }
        }
    }

    /// The message.
    package var encoded: [UInt8] {
        var writer = WireWriter()
        for query in queries { writer.writeMessage(1) { query.write(to: &$0) } }
        if !acceptedKinds.isEmpty {
            var packed: [UInt8] = []
            for kind in acceptedKinds { packed.appendVarint(UInt64(bitPattern: Int64(kind))) }
            writer.write(2, packed)
        }
        return writer.bytes
    }
}
