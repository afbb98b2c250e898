internal import PrometheusBytes
internal import PrometheusModel
internal import PrometheusWire

extension ProtobufExpositionParser {
    /// Reads the head of the family at `position` and finds its metrics.
    @_lifetime(self: copy self)
    mutating func readFamily() throws(WireError) {
        family.removeAll()
        nextMetric = 0
        var reader = WireReader(bytes, position..<bytes.byteCount)
        let end = try reader.readLength(to: bytes.byteCount)
        position = end
        while let tag = try reader.readTag(to: end, in: "MetricFamily") {
            switch tag.field {
            case 1: family.name = try Self.readRange(&reader, tag, to: end, "Name")
            case 2: family.help = try Self.readRange(&reader, tag, to: end, "Help")
            case 3:
                try reader.require(tag, WireTag.WireType.varint, "Type")
                family.typeNumber = try reader.readVarint(to: end)
            case 4: family.metrics.append(try Self.readRange(&reader, tag, to: end, "Metric"))
            case 5: family.unit = try Self.readRange(&reader, tag, to: end, "Unit")
            default: try reader.skip(tag, to: end, in: "MetricFamily")
            }
        }
    }

    /// Reads the labels of a metric and finds its value.
    @_lifetime(self: copy self)
    mutating func readMetric(_ range: Range<Int>) throws(WireError) {
        metric.removeAll()
        samples.removeAll(keepingCapacity: true)
        nextSample = 0
        identity.removeAll(keepingCapacity: true)
        identity.append(contentsOf: array(family.name))
        var reader = WireReader(bytes, range)
        let end = range.upperBound
        while let tag = try reader.readTag(to: end, in: "Metric") {
            switch tag.field {
            case 1:
                let pair = try Self.readLabelPair(&reader, tag, to: end)
                metric.labels.append(pair)
                // 0xFF and 0xFE stand in no UTF-8 text, so that different labels have different identities.
                identity.append(0xFF)
                identity.append(contentsOf: array(pair.name))
                identity.append(0xFE)
                identity.append(contentsOf: array(pair.value))
            case 2, 3, 4, 5, 7:
                metric.values.append((tag.field, try Self.readRange(&reader, tag, to: end, "Metric value")))
            case 6:
                try reader.require(tag, WireTag.WireType.varint, "TimestampMs")
                metric.timestamp = Int64(bitPattern: try reader.readVarint(to: end))
            default: try reader.skip(tag, to: end, in: "Metric")
            }
        }
        identity.append(0xFF)
    }

    static func readRange(
        _ reader: inout WireReader,
        _ tag: WireTag,
        to end: Int,
        _ field: StaticString
    ) throws(WireError) -> Range<Int> {
        try reader.require(tag, WireTag.WireType.bytes, field)
        let stop = try reader.readLength(to: end)
        defer { reader.move(to: stop) }
        return reader.offset..<stop
    }

    static func readDouble(
        _ reader: inout WireReader,
        _ tag: WireTag,
        to end: Int,
        _ field: StaticString
    ) throws(WireError) -> Double {
        try reader.require(tag, WireTag.WireType.fixed64, field)
        return Double(bitPattern: try reader.readFixed64(to: end))
    }

    static func readUnsigned(
        _ reader: inout WireReader,
        _ tag: WireTag,
        to end: Int,
        _ field: StaticString
    ) throws(WireError) -> UInt64 {
        try reader.require(tag, WireTag.WireType.varint, field)
        return try reader.readVarint(to: end)
    }

    static func readLabelPair(
        _ reader: inout WireReader,
        _ tag: WireTag,
        to end: Int
    ) throws(WireError) -> ProtobufLabelPair {
        try reader.require(tag, WireTag.WireType.bytes, "Label")
        let stop = try reader.readLength(to: end)
        var pair = ProtobufLabelPair()
        while let tag = try reader.readTag(to: stop, in: "LabelPair") {
            switch tag.field {
            case 1: pair.name = try readRange(&reader, tag, to: stop, "Name")
            case 2: pair.value = try readRange(&reader, tag, to: stop, "Value")
            default: try reader.skip(tag, to: stop, in: "LabelPair")
            }
        }
        return pair
    }

    /// Reads a `Timestamp` message as milliseconds.
    static func readTimestamp(_ reader: inout WireReader, to end: Int) throws(WireError) -> Int64 {
        let stop = try reader.readLength(to: end)
        var seconds: Int64 = 0
        var nanoseconds: Int64 = 0
        while let tag = try reader.readTag(to: stop, in: "Timestamp") {
            switch tag.field {
            case 1: seconds = Int64(bitPattern: try readUnsigned(&reader, tag, to: stop, "Seconds"))
            case 2:
                let number = try readUnsigned(&reader, tag, to: stop, "Nanos")
                nanoseconds = Int64(Int32(truncatingIfNeeded: number))
            default: try reader.skip(tag, to: stop, in: "Timestamp")
            }
        }
        return seconds &* 1000 &+ nanoseconds / 1_000_000
    }
}
