internal import PrometheusBytes
package import PrometheusModel

/// A native histogram of a request; the message is the same in both versions of the protocol.
package struct WriteRequestHistogram: Sendable, Hashable {
    /// The position of its series in the request.
    package var series: Int
    /// Milliseconds since the Unix epoch.
    package var timestamp: Int64
    /// When the counter started, in milliseconds since the Unix epoch; 0 if that is not known.
    package var startTimestamp: Int64
    package var histogram: NativeHistogram

    /// What a message says, before it is known whether its counts are floats.
    private struct Fields {
        var layout = HistogramLayout()
        var hint = CounterResetHint.unknown
        var isFloat = false
        var integerCount: UInt64 = 0
        var floatCount = 0.0
        var integerZeroCount: UInt64 = 0
        var floatZeroCount = 0.0
        var sum = 0.0
        var positiveDeltas: [Int64] = []
        var negativeDeltas: [Int64] = []
        var positiveCounts: [Double] = []
        var negativeCounts: [Double] = []
        var timestamp: Int64 = 0
        var startTimestamp: Int64 = 0
    }

    /// Decodes the message that `reader` stands at and that ends at `end`.
    static func decode(
        _ reader: inout WireReader,
        to end: Int,
        series: Int
    ) throws(WireError) -> WriteRequestHistogram {
        var fields = Fields()
        while let tag = try reader.readTag(to: end, in: "Histogram") {
            if try readCount(tag, &reader, end, &fields) { continue }
            if try readBuckets(tag, &reader, end, &fields) { continue }
            try reader.skip(tag, to: end, in: "Histogram")
        }
        return WriteRequestHistogram(
            series: series,
            timestamp: fields.timestamp,
            startTimestamp: fields.startTimestamp,
            histogram: histogram(fields)
        )
    }

    private static func histogram(_ fields: Fields) -> NativeHistogram {
        if fields.isFloat {
            var histogram = FloatHistogram()
            histogram.layout = fields.layout
            histogram.counterResetHint = fields.hint
            histogram.count = fields.floatCount
            histogram.zeroCount = fields.floatZeroCount
            histogram.sum = fields.sum
            histogram.positiveBuckets = fields.positiveCounts
            histogram.negativeBuckets = fields.negativeCounts
            return .float(histogram)
        }
        var histogram = IntegerHistogram()
        histogram.layout = fields.layout
        histogram.counterResetHint = fields.hint
        histogram.count = fields.integerCount
        histogram.zeroCount = fields.integerZeroCount
        histogram.sum = fields.sum
        histogram.positiveDeltas = fields.positiveDeltas
        histogram.negativeDeltas = fields.negativeDeltas
        return .integer(histogram)
    }

    /// Reads a field that is one number; `false` if it is none of these.
    private static func readCount(
        _ tag: WireTag,
        _ reader: inout WireReader,
        _ end: Int,
        _ fields: inout Fields
    ) throws(WireError) -> Bool {
        switch tag.field {
        case 1:
            fields.integerCount = try readNumber(tag, "CountInt", &reader, end)
            fields.isFloat = false
        case 2:
            fields.floatCount = try readDouble(tag, "CountFloat", &reader, end)
            fields.isFloat = true
        case 3: fields.sum = try readDouble(tag, "Sum", &reader, end)
        case 4:
            fields.layout.schema = Int32(truncatingIfNeeded: zigzag(try readNumber(tag, "Schema", &reader, end)))
        case 5: fields.layout.zeroThreshold = try readDouble(tag, "ZeroThreshold", &reader, end)
        case 6: fields.integerZeroCount = try readNumber(tag, "ZeroCountInt", &reader, end)
        case 7: fields.floatZeroCount = try readDouble(tag, "ZeroCountFloat", &reader, end)
        case 14:
            let raw = UInt8(truncatingIfNeeded: try readNumber(tag, "ResetHint", &reader, end))
            fields.hint = CounterResetHint(rawValue: raw) ?? .unknown
        case 15: fields.timestamp = Int64(bitPattern: try readNumber(tag, "Timestamp", &reader, end))
        case 17: fields.startTimestamp = Int64(bitPattern: try readNumber(tag, "StartTimestamp", &reader, end))
        default: return false
        }
        return true
    }

    /// Reads a field that is one of many; `false` if it is none of these.
    private static func readBuckets(
        _ tag: WireTag,
        _ reader: inout WireReader,
        _ end: Int,
        _ fields: inout Fields
    ) throws(WireError) -> Bool {
        switch tag.field {
        case 8: fields.layout.negativeSpans.append(try readSpan(tag, "NegativeSpans", &reader, end))
        case 9: try readDeltas(tag, "NegativeDeltas", &reader, end, &fields.negativeDeltas)
        case 10: try readDoubles(tag, "NegativeCounts", &reader, end, &fields.negativeCounts)
        case 11: fields.layout.positiveSpans.append(try readSpan(tag, "PositiveSpans", &reader, end))
        case 12: try readDeltas(tag, "PositiveDeltas", &reader, end, &fields.positiveDeltas)
        case 13: try readDoubles(tag, "PositiveCounts", &reader, end, &fields.positiveCounts)
        case 16: try readDoubles(tag, "CustomValues", &reader, end, &fields.layout.customBounds)
        default: return false
        }
        return true
    }

    // MARK: Values

    private static func zigzag(_ raw: UInt64) -> Int64 { Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1) }

    private static func readNumber(
        _ tag: WireTag,
        _ name: StaticString,
        _ reader: inout WireReader,
        _ end: Int
    ) throws(WireError) -> UInt64 {
        try reader.require(tag, WireTag.WireType.varint, name)
        return try reader.readVarint(to: end)
    }

    private static func readDouble(
        _ tag: WireTag,
        _ name: StaticString,
        _ reader: inout WireReader,
        _ end: Int
    ) throws(WireError) -> Double {
        try reader.require(tag, WireTag.WireType.fixed64, name)
        return Double(bitPattern: try reader.readFixed64(to: end))
    }

    private static func readSpan(
        _ tag: WireTag,
        _ name: StaticString,
        _ reader: inout WireReader,
        _ end: Int
    ) throws(WireError) -> HistogramSpan {
        try reader.require(tag, WireTag.WireType.bytes, name)
        let spanEnd = try reader.readLength(to: end)
        var span = HistogramSpan(offset: 0, length: 0)
        while let tag = try reader.readTag(to: spanEnd, in: "BucketSpan") {
            switch tag.field {
            case 1:
                span.offset = Int32(truncatingIfNeeded: zigzag(try readNumber(tag, "Offset", &reader, spanEnd)))
            case 2: span.length = UInt32(truncatingIfNeeded: try readNumber(tag, "Length", &reader, spanEnd))
            default: try reader.skip(tag, to: spanEnd, in: "BucketSpan")
            }
        }
        return span
    }

    /// Reads numbers that are packed, or one that is not.
    private static func readDeltas(
        _ tag: WireTag,
        _ name: StaticString,
        _ reader: inout WireReader,
        _ end: Int,
        _ deltas: inout [Int64]
    ) throws(WireError) {
        if tag.wireType == WireTag.WireType.varint {
            deltas.append(zigzag(try reader.readVarint(to: end)))
            return
        }
        try reader.require(tag, WireTag.WireType.bytes, name)
        let packedEnd = try reader.readLength(to: end)
        while reader.offset < packedEnd { deltas.append(zigzag(try reader.readVarint(to: packedEnd))) }
    }

    private static func readDoubles(
        _ tag: WireTag,
        _ name: StaticString,
        _ reader: inout WireReader,
        _ end: Int,
        _ values: inout [Double]
    ) throws(WireError) {
        if tag.wireType == WireTag.WireType.fixed64 {
            values.append(Double(bitPattern: try reader.readFixed64(to: end)))
            return
        }
        try reader.require(tag, WireTag.WireType.bytes, name)
        let packedEnd = try reader.readLength(to: end)
        while reader.offset < packedEnd { values.append(Double(bitPattern: try reader.readFixed64(to: packedEnd))) }
    }
}
