import PrometheusBytes
import PrometheusWire

/// The fields of any protobuf message, for looking at what was written.
struct WireFields {
    var numbers: [UInt64: [UInt64]] = [:]
    var messages: [UInt64: [[UInt8]]] = [:]

    init(_ bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes.rawSpan)
        while let tag = try reader.readTag(to: bytes.count, in: "Any") {
            switch tag.wireType {
            case WireTag.WireType.varint: numbers[tag.field, default: []].append(try reader.readVarint(to: bytes.count))
            case WireTag.WireType.fixed64:
                numbers[tag.field, default: []].append(try reader.readFixed64(to: bytes.count))
            default:
                let end = try reader.readLength(to: bytes.count)
                messages[tag.field, default: []].append(reader.takeBytes(to: end))
            }
        }
    }

    /// The labels of a series, as `name=value`.
    func labels(field: UInt64 = 1) throws -> [String] {
        try messages[field, default: []].map { bytes in
            let label = try WireFields(bytes)
            let texts = [1, 2].map { String(decoding: label.messages[$0]?.first ?? [], as: UTF8.self) }
            return texts.joined(separator: "=")
        }
    }
}
