internal import PrometheusWire

/// Reads data points out of protobuf; each kind numbers its fields in a way of its own.
enum ProtobufPoint {
    typealias Point = ExportRequest.Point

    static func decode(
        _ reader: inout WireReader,
        to end: Int,
        _ kind: ExportRequest.Metric.Kind
    ) throws(WireError) -> Point {
        var point = Point()
        while let tag = try reader.readTag(to: end, in: "DataPoint") {
            let isKnown =
                switch kind {
                case .histogram: try histogramField(&reader, tag, end, &point)
                case .exponentialHistogram: try exponentialField(&reader, tag, end, &point)
                case .summary: try summaryField(&reader, tag, end, &point)
                case .gauge, .sum, .none: try numberField(&reader, tag, end, &point)
                }
            if !isKnown { try reader.skip(tag, to: end, in: "DataPoint") }
        }
        return point
    }

    private static func numberField(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ point: inout Point
    ) throws(WireError) -> Bool {
        switch tag.field {
        case 2: point.startNanoseconds = try ProtobufExport.fixed(&reader, tag, end, "StartTimeUnixNano")
        case 3: point.timeNanoseconds = try ProtobufExport.fixed(&reader, tag, end, "TimeUnixNano")
        case 4: point.value = try ProtobufExport.double(&reader, tag, end, "AsDouble")
        case 5: point.exemplars.append(try exemplar(&reader, tag, end))
        case 6: point.value = Double(Int64(bitPattern: try ProtobufExport.fixed(&reader, tag, end, "AsInt")))
        case 7: point.attributes.append(try ProtobufExport.attribute(&reader, tag, end, depth: 0))
        case 8: point.flags = try ProtobufExport.varint(&reader, tag, end, "Flags")
        default: return false
        }
        return true
    }

    private static func histogramField(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ point: inout Point
    ) throws(WireError) -> Bool {
        switch tag.field {
        case 2: point.startNanoseconds = try ProtobufExport.fixed(&reader, tag, end, "StartTimeUnixNano")
        case 3: point.timeNanoseconds = try ProtobufExport.fixed(&reader, tag, end, "TimeUnixNano")
        case 4: point.count = try ProtobufExport.fixed(&reader, tag, end, "Count")
        case 5: point.sum = try ProtobufExport.double(&reader, tag, end, "Sum")
        case 6: try fixedList(&reader, tag, end, "BucketCounts") { point.bucketCounts.append($0) }
        case 7: try fixedList(&reader, tag, end, "ExplicitBounds") { point.bounds.append(Double(bitPattern: $0)) }
        case 8: point.exemplars.append(try exemplar(&reader, tag, end))
        case 9: point.attributes.append(try ProtobufExport.attribute(&reader, tag, end, depth: 0))
        case 10: point.flags = try ProtobufExport.varint(&reader, tag, end, "Flags")
        default: return false
        }
        return true
    }

    private static func exponentialField(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ point: inout Point
    ) throws(WireError) -> Bool {
        switch tag.field {
        case 1: point.attributes.append(try ProtobufExport.attribute(&reader, tag, end, depth: 0))
        case 2: point.startNanoseconds = try ProtobufExport.fixed(&reader, tag, end, "StartTimeUnixNano")
        case 3: point.timeNanoseconds = try ProtobufExport.fixed(&reader, tag, end, "TimeUnixNano")
        case 4: point.count = try ProtobufExport.fixed(&reader, tag, end, "Count")
        case 5: point.sum = try ProtobufExport.double(&reader, tag, end, "Sum")
        case 6: point.scale = zigzag(try ProtobufExport.varint(&reader, tag, end, "Scale"))
        case 7: point.zeroCount = try ProtobufExport.fixed(&reader, tag, end, "ZeroCount")
        case 8: point.positive = try buckets(&reader, tag, end)
        case 9: point.negative = try buckets(&reader, tag, end)
        case 10: point.flags = try ProtobufExport.varint(&reader, tag, end, "Flags")
        case 11: point.exemplars.append(try exemplar(&reader, tag, end))
        default: return false
        }
        return true
    }

    private static func summaryField(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ point: inout Point
    ) throws(WireError) -> Bool {
        switch tag.field {
        case 2: point.startNanoseconds = try ProtobufExport.fixed(&reader, tag, end, "StartTimeUnixNano")
        case 3: point.timeNanoseconds = try ProtobufExport.fixed(&reader, tag, end, "TimeUnixNano")
        case 4: point.count = try ProtobufExport.fixed(&reader, tag, end, "Count")
        case 5: point.sum = try ProtobufExport.double(&reader, tag, end, "Sum")
        case 6:
            let inner = try ProtobufExport.message(&reader, tag, end, "QuantileValues")
            var quantile = ExportRequest.Quantile()
            while let tag = try reader.readTag(to: inner, in: "ValueAtQuantile") {
                switch tag.field {
                case 1: quantile.quantile = try ProtobufExport.double(&reader, tag, inner, "Quantile")
                case 2: quantile.value = try ProtobufExport.double(&reader, tag, inner, "Value")
                default: try reader.skip(tag, to: inner, in: "ValueAtQuantile")
                }
            }
            point.quantiles.append(quantile)
        case 7: point.attributes.append(try ProtobufExport.attribute(&reader, tag, end, depth: 0))
        case 8: point.flags = try ProtobufExport.varint(&reader, tag, end, "Flags")
        default: return false
        }
        return true
    }

    private static func exemplar(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int
    ) throws(WireError) -> ExportRequest.PointExemplar {
        let inner = try ProtobufExport.message(&reader, tag, end, "Exemplars")
        var result = ExportRequest.PointExemplar()
        while let tag = try reader.readTag(to: inner, in: "Exemplar") {
            switch tag.field {
            case 2: result.timeNanoseconds = try ProtobufExport.fixed(&reader, tag, inner, "TimeUnixNano")
            case 3: result.value = try ProtobufExport.double(&reader, tag, inner, "AsDouble")
            case 4: result.spanID = try ProtobufExport.bytes(&reader, tag, inner, "SpanId")
            case 5: result.traceID = try ProtobufExport.bytes(&reader, tag, inner, "TraceId")
            case 6: result.value = Double(Int64(bitPattern: try ProtobufExport.fixed(&reader, tag, inner, "AsInt")))
            case 7: result.attributes.append(try ProtobufExport.attribute(&reader, tag, inner, depth: 0))
            default: try reader.skip(tag, to: inner, in: "Exemplar")
            }
        }
        return result
    }

    private static func buckets(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int
    ) throws(WireError) -> ExportRequest.Buckets {
        let inner = try ProtobufExport.message(&reader, tag, end, "Buckets")
        var result = ExportRequest.Buckets()
        while let tag = try reader.readTag(to: inner, in: "Buckets") {
            switch (tag.field, tag.wireType) {
            case (1, _): result.offset = zigzag(try ProtobufExport.varint(&reader, tag, inner, "Offset"))
            case (2, WireTag.WireType.varint): result.counts.append(try reader.readVarint(to: inner))
            case (2, _):
                let listEnd = try ProtobufExport.message(&reader, tag, inner, "BucketCounts")
                while reader.offset < listEnd { result.counts.append(try reader.readVarint(to: listEnd)) }
            default: try reader.skip(tag, to: inner, in: "Buckets")
            }
        }
        return result
    }

    /// Numbers of eight bytes, one by one or packed.
    private static func fixedList(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ name: StaticString,
        _ take: (UInt64) -> Void
    ) throws(WireError) {
        if tag.wireType == WireTag.WireType.fixed64 { return take(try reader.readFixed64(to: end)) }
        let listEnd = try ProtobufExport.message(&reader, tag, end, name)
        while reader.offset < listEnd { take(try reader.readFixed64(to: listEnd)) }
    }

    private static func zigzag(_ value: UInt64) -> Int32 {
        let bits = UInt32(truncatingIfNeeded: value)
        return Int32(bitPattern: bits >> 1) ^ -Int32(bitPattern: bits & 1)
    }
}
