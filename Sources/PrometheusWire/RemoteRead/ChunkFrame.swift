internal import PrometheusBytes

/// A message of a streamed answer to a remote read request: where its series and their chunks lie.
package struct ChunkFrame: Sendable {
    /// A chunk of a series.
    package struct Chunk: Sendable, Hashable {
        package var minTime: Int64 = 0
        package var maxTime: Int64 = 0
        package var encoding: UInt64 = 0
        /// Where the payload lies in the message.
        package var payload = 0..<0
    }

    /// A series, or a part of one.
    package struct Series: Sendable {
        /// Where its label fields lie in the message: from the first to the last of them.
        package var labels = 0..<0
        package var chunks: [Chunk] = []
    }

    package private(set) var series: [Series] = []
    package private(set) var queryIndex: Int64 = 0

    /// Decodes a message.
    package init(_ bytes: RawSpan) throws(WireError) {
        var reader = WireReader(bytes)
        let end = bytes.byteCount
        while let tag = try reader.readTag(to: end, in: "ChunkedReadResponse") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.bytes, "ChunkedSeries")
                let seriesEnd = try reader.readLength(to: end)
                series.append(try Self.decodeSeries(&reader, to: seriesEnd))
            case 2: queryIndex = try reader.readInteger(tag, to: end, "QueryIndex")
            default: try reader.skip(tag, to: end, in: "ChunkedReadResponse")
            }
        }
    }

    private static func decodeSeries(_ reader: inout WireReader, to end: Int) throws(WireError) -> Series {
        var series = Series()
        var fieldStart = reader.offset
        while let tag = try reader.readTag(to: end, in: "ChunkedSeries") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.bytes, "Labels")
                reader.move(to: try reader.readLength(to: end))
                series.labels = (series.labels.isEmpty ? fieldStart : series.labels.lowerBound)..<reader.offset
            case 2:
                try reader.require(tag, WireTag.WireType.bytes, "Chunks")
                let chunkEnd = try reader.readLength(to: end)
                series.chunks.append(try decodeChunk(&reader, to: chunkEnd))
            default: try reader.skip(tag, to: end, in: "ChunkedSeries")
            }
            fieldStart = reader.offset
        }
        return series
    }

    private static func decodeChunk(_ reader: inout WireReader, to end: Int) throws(WireError) -> Chunk {
        var chunk = Chunk()
        while let tag = try reader.readTag(to: end, in: "Chunk") {
            switch tag.field {
            case 1: chunk.minTime = try reader.readInteger(tag, to: end, "MinTimeMs")
            case 2: chunk.maxTime = try reader.readInteger(tag, to: end, "MaxTimeMs")
            case 3: chunk.encoding = UInt64(bitPattern: try reader.readInteger(tag, to: end, "Type"))
            case 4:
                try reader.require(tag, WireTag.WireType.bytes, "Data")
                let payloadEnd = try reader.readLength(to: end)
                chunk.payload = reader.offset..<payloadEnd
                reader.move(to: payloadEnd)
            default: try reader.skip(tag, to: end, in: "Chunk")
            }
        }
        return chunk
    }
}
