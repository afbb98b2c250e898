internal import PrometheusBytes
internal import PrometheusWire

/// Reads a request out of protobuf.
enum ProtobufExport {
    /// Values in values that are read at most.
    static let depthLimit = 64

    static func decode(_ bytes: [UInt8]) throws(WireError) -> ExportRequest {
        let span = bytes.rawSpan
        var reader = WireReader(span)
        let end = bytes.count
        var request = ExportRequest()
        // What is decoded takes far more room than the least bytes of a message.
        var budget = 4096 + bytes.count / 16
        while let tag = try reader.readTag(to: end, in: "ExportMetricsServiceRequest") {
            guard tag.field == 1 else {
                try reader.skip(tag, to: end, in: "ExportMetricsServiceRequest")
                continue
            }
            request.resources.append(
                try resource(&reader, to: try message(&reader, tag, end, "ResourceMetrics"), &budget)
            )
        }
        return request
    }

    private static func resource(
        _ reader: inout WireReader,
        to end: Int,
        _ budget: inout Int
    ) throws(WireError) -> ExportRequest.ResourceMetrics {
        try spend(&budget)
        var result = ExportRequest.ResourceMetrics()
        while let tag = try reader.readTag(to: end, in: "ResourceMetrics") {
            switch tag.field {
            case 1:
                let inner = try message(&reader, tag, end, "Resource")
                result.attributes += try attributes(&reader, to: inner, field: 1, in: "Resource")
            case 2:
                result.scopes.append(try scope(&reader, to: try message(&reader, tag, end, "ScopeMetrics"), &budget))
            default: try reader.skip(tag, to: end, in: "ResourceMetrics")
            }
        }
        return result
    }

    private static func scope(
        _ reader: inout WireReader,
        to end: Int,
        _ budget: inout Int
    ) throws(WireError) -> ExportRequest.ScopeMetrics {
        try spend(&budget)
        var result = ExportRequest.ScopeMetrics()
        while let tag = try reader.readTag(to: end, in: "ScopeMetrics") {
            switch tag.field {
            case 1:
                let inner = try message(&reader, tag, end, "Scope")
                while let tag = try reader.readTag(to: inner, in: "InstrumentationScope") {
                    switch tag.field {
                    case 1: result.name = try text(&reader, tag, inner, "Name")
                    case 2: result.version = try text(&reader, tag, inner, "Version")
                    case 3: result.attributes.append(try attribute(&reader, tag, inner, depth: 0))
                    default: try reader.skip(tag, to: inner, in: "InstrumentationScope")
                    }
                }
            case 2: result.metrics.append(try metric(&reader, to: try message(&reader, tag, end, "Metrics"), &budget))
            case 3: result.schemaURL = try text(&reader, tag, end, "SchemaUrl")
            default: try reader.skip(tag, to: end, in: "ScopeMetrics")
            }
        }
        return result
    }

    private static func metric(
        _ reader: inout WireReader,
        to end: Int,
        _ budget: inout Int
    ) throws(WireError) -> ExportRequest.Metric {
        try spend(&budget)
        var result = ExportRequest.Metric()
        while let tag = try reader.readTag(to: end, in: "Metric") {
            switch tag.field {
            case 1: result.name = try text(&reader, tag, end, "Name")
            case 2: result.description = try text(&reader, tag, end, "Description")
            case 3: result.unit = try text(&reader, tag, end, "Unit")
            case 5, 7, 9, 10, 11:
                result.kind = kind(tag.field)
                // The last one of several counts.
                (result.points, result.temporality, result.isMonotonic) = ([], .unspecified, false)
                try data(&reader, to: try message(&reader, tag, end, "Data"), into: &result, &budget)
            default: try reader.skip(tag, to: end, in: "Metric")
            }
        }
        return result
    }

    private static func kind(_ field: UInt64) -> ExportRequest.Metric.Kind {
        switch field {
        case 5: .gauge
        case 7: .sum
        case 9: .histogram
        case 10: .exponentialHistogram
        default: .summary
        }
    }

    private static func data(
        _ reader: inout WireReader,
        to end: Int,
        into metric: inout ExportRequest.Metric,
        _ budget: inout Int
    ) throws(WireError) {
        while let tag = try reader.readTag(to: end, in: "Data") {
            switch tag.field {
            case 1:
                let inner = try message(&reader, tag, end, "DataPoints")
                try spend(&budget)
                metric.points.append(try ProtobufPoint.decode(&reader, to: inner, metric.kind))
            case 2 where metric.kind != .gauge && metric.kind != .summary:
                try reader.require(tag, WireTag.WireType.varint, "AggregationTemporality")
                metric.temporality = .init(rawValue: try reader.readVarint(to: end)) ?? .unspecified
            case 3 where metric.kind == .sum:
                try reader.require(tag, WireTag.WireType.varint, "IsMonotonic")
                metric.isMonotonic = try reader.readVarint(to: end) != 0
            default: try reader.skip(tag, to: end, in: "Data")
            }
        }
    }

    /// Counts a message that is kept; more than a sound request of this size can have are refused.
    private static func spend(_ budget: inout Int) throws(WireError) {
        budget -= 1
        guard budget >= 0 else { throw .tooLarge }
    }

    // MARK: Attributes

    private static func attributes(
        _ reader: inout WireReader,
        to end: Int,
        field: UInt64,
        in name: StaticString
    ) throws(WireError) -> [Attribute] {
        var result: [Attribute] = []
        while let tag = try reader.readTag(to: end, in: name) {
            if tag.field == field {
                result.append(try attribute(&reader, tag, end, depth: 0))
            } else {
                try reader.skip(tag, to: end, in: name)
            }
        }
        return result
    }

    static func attribute(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        depth: Int
    ) throws(WireError) -> Attribute {
        let inner = try message(&reader, tag, end, "Attributes")
        var result = Attribute(key: "", value: .empty)
        while let tag = try reader.readTag(to: inner, in: "KeyValue") {
            switch tag.field {
            case 1: result.key = try text(&reader, tag, inner, "Key")
            case 2: result.value = try value(&reader, tag, inner, depth: depth + 1)
            default: try reader.skip(tag, to: inner, in: "KeyValue")
            }
        }
        return result
    }

    private static func value(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        depth: Int
    ) throws(WireError) -> Attribute.Value {
        guard depth <= depthLimit else { throw .tooLarge }
        let inner = try message(&reader, tag, end, "Value")
        var result = Attribute.Value.empty
        while let tag = try reader.readTag(to: inner, in: "AnyValue") {
            switch tag.field {
            case 1: result = .text(try text(&reader, tag, inner, "StringValue"))
            case 2:
                try reader.require(tag, WireTag.WireType.varint, "BoolValue")
                result = .bool(try reader.readVarint(to: inner) != 0)
            case 3:
                try reader.require(tag, WireTag.WireType.varint, "IntValue")
                result = .integer(Int64(bitPattern: try reader.readVarint(to: inner)))
            case 4: result = .double(try double(&reader, tag, inner, "DoubleValue"))
            case 5:
                let arrayEnd = try message(&reader, tag, inner, "ArrayValue")
                var values: [Attribute.Value] = []
                while let tag = try reader.readTag(to: arrayEnd, in: "ArrayValue") {
                    if tag.field == 1 {
                        values.append(try value(&reader, tag, arrayEnd, depth: depth + 1))
                    } else {
                        try reader.skip(tag, to: arrayEnd, in: "ArrayValue")
                    }
                }
                result = .array(values)
            case 6:
                let mapEnd = try message(&reader, tag, inner, "KvlistValue")
                var entries: [Attribute] = []
                while let tag = try reader.readTag(to: mapEnd, in: "KeyValueList") {
                    if tag.field == 1 {
                        entries.append(try attribute(&reader, tag, mapEnd, depth: depth + 1))
                    } else {
                        try reader.skip(tag, to: mapEnd, in: "KeyValueList")
                    }
                }
                result = .map(entries)
            case 7: result = .bytes(try bytes(&reader, tag, inner, "BytesValue"))
            default: try reader.skip(tag, to: inner, in: "AnyValue")
            }
        }
        return result
    }

    // MARK: Fields

    /// The end of a message that follows.
    static func message(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ name: StaticString
    ) throws(WireError) -> Int {
        try reader.require(tag, WireTag.WireType.bytes, name)
        return try reader.readLength(to: end)
    }

    static func bytes(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ name: StaticString
    ) throws(WireError) -> [UInt8] {
        let inner = try message(&reader, tag, end, name)
        return reader.takeBytes(to: inner)
    }

    static func text(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ name: StaticString
    ) throws(WireError) -> String {
        String(decoding: try bytes(&reader, tag, end, name), as: UTF8.self)
    }

    static func double(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ name: StaticString
    ) throws(WireError) -> Double {
        Double(bitPattern: try fixed(&reader, tag, end, name))
    }

    static func fixed(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ name: StaticString
    ) throws(WireError) -> UInt64 {
        try reader.require(tag, WireTag.WireType.fixed64, name)
        return try reader.readFixed64(to: end)
    }

    static func varint(
        _ reader: inout WireReader,
        _ tag: WireTag,
        _ end: Int,
        _ name: StaticString
    ) throws(WireError) -> UInt64 {
        try reader.require(tag, WireTag.WireType.varint, name)
        return try reader.readVarint(to: end)
    }
}
