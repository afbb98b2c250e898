internal import PrometheusBytes
internal import PrometheusModel
internal import PrometheusWire

extension ProtobufExpositionParser {
    func histogramMessage(_ range: Range<Int>) throws(WireError) -> ProtobufHistogram {
        var reader = WireReader(bytes, range)
        let end = range.upperBound
        var result = ProtobufHistogram()
        while let tag = try reader.readTag(to: end, in: "Histogram") {
            switch tag.field {
            case 1: result.sampleCount = try Self.readUnsigned(&reader, tag, to: end, "SampleCount")
            case 2: result.sampleSum = try Self.readDouble(&reader, tag, to: end, "SampleSum")
            case 3: result.buckets.append(try Self.readBucket(&reader, tag, to: end))
            case 4: result.sampleCountFloat = try Self.readDouble(&reader, tag, to: end, "SampleCountFloat")
            case 5:
                let number = try Self.readUnsigned(&reader, tag, to: end, "Schema")
                result.schema = Int32(truncatingIfNeeded: Self.signed(number))
            case 6: result.zeroThreshold = try Self.readDouble(&reader, tag, to: end, "ZeroThreshold")
            case 7: result.zeroCount = try Self.readUnsigned(&reader, tag, to: end, "ZeroCount")
            case 8: result.zeroCountFloat = try Self.readDouble(&reader, tag, to: end, "ZeroCountFloat")
            case 9: result.negativeSpans.append(try Self.readSpan(&reader, tag, to: end))
            case 10: try Self.readDeltas(&reader, tag, to: end, into: &result.negativeDeltas)
            case 11: try Self.readCounts(&reader, tag, to: end, into: &result.negativeCounts)
            case 12: result.positiveSpans.append(try Self.readSpan(&reader, tag, to: end))
            case 13: try Self.readDeltas(&reader, tag, to: end, into: &result.positiveDeltas)
            case 14: try Self.readCounts(&reader, tag, to: end, into: &result.positiveCounts)
            case 15:
                try reader.require(tag, WireTag.WireType.bytes, "StartTimestamp")
                result.startTimestamp = try Self.readTimestamp(&reader, to: end)
            case 16: result.exemplars.append(try Self.readRange(&reader, tag, to: end, "Exemplars"))
            default: try reader.skip(tag, to: end, in: "Histogram")
            }
        }
        return result
    }

    private static func readBucket(
        _ reader: inout WireReader,
        _ tag: WireTag,
        to end: Int
    ) throws(WireError) -> ProtobufBucket {
        try reader.require(tag, WireTag.WireType.bytes, "Bucket")
        let stop = try reader.readLength(to: end)
        var bucket = ProtobufBucket()
        while let tag = try reader.readTag(to: stop, in: "Bucket") {
            switch tag.field {
            case 1: bucket.cumulativeCount = try readUnsigned(&reader, tag, to: stop, "CumulativeCount")
            case 2: bucket.upperBound = try readDouble(&reader, tag, to: stop, "UpperBound")
            case 3: bucket.exemplar = try readRange(&reader, tag, to: stop, "Exemplar")
            case 4: bucket.cumulativeCountFloat = try readDouble(&reader, tag, to: stop, "CumulativeCountFloat")
            default: try reader.skip(tag, to: stop, in: "Bucket")
            }
        }
        return bucket
    }

    private static func readSpan(
        _ reader: inout WireReader,
        _ tag: WireTag,
        to end: Int
    ) throws(WireError) -> HistogramSpan {
        try reader.require(tag, WireTag.WireType.bytes, "Span")
        let stop = try reader.readLength(to: end)
        var span = HistogramSpan(offset: 0, length: 0)
        while let tag = try reader.readTag(to: stop, in: "BucketSpan") {
            switch tag.field {
            case 1:
                let number = try readUnsigned(&reader, tag, to: stop, "Offset")
                span.offset = Int32(truncatingIfNeeded: signed(number))
            case 2: span.length = UInt32(truncatingIfNeeded: try readUnsigned(&reader, tag, to: stop, "Length"))
            default: try reader.skip(tag, to: stop, in: "BucketSpan")
            }
        }
        return span
    }

    /// Reads bucket counts as differences, packed or one by one.
    private static func readDeltas(
        _ reader: inout WireReader,
        _ tag: WireTag,
        to end: Int,
        into deltas: inout [Int64]
    ) throws(WireError) {
        guard tag.wireType == WireTag.WireType.bytes else {
            deltas.append(signed(try readUnsigned(&reader, tag, to: end, "Delta")))
            return
        }
        let stop = try reader.readLength(to: end)
        while reader.offset < stop { deltas.append(signed(try reader.readVarint(to: stop))) }
    }

    /// Reads bucket counts as floats, packed or one by one.
    private static func readCounts(
        _ reader: inout WireReader,
        _ tag: WireTag,
        to end: Int,
        into counts: inout [Double]
    ) throws(WireError) {
        guard tag.wireType == WireTag.WireType.bytes else {
            counts.append(try readDouble(&reader, tag, to: end, "Count"))
            return
        }
        let stop = try reader.readLength(to: end)
        while reader.offset < stop { counts.append(Double(bitPattern: try reader.readFixed64(to: stop))) }
    }

    /// Undoes zigzag.
    private static func signed(_ number: UInt64) -> Int64 {
        Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }
}
