internal import PrometheusBytes
package import PrometheusModel

/// The labels of a series as a request writes them, checked and put in order.
package enum WriteRequestLabels: Sendable {
    /// A label set that can be stored.
    case valid(Labels)
    /// No metric name, an empty label name or text that is not UTF-8. As received, for the log.
    case invalid([Label])
    /// A label name that occurs twice.
    case duplicated(name: String, [Label])

    /// Decodes the label fields that lie in `range` of `body`; other fields between them are read over.
    /// - Complexity: O(*n* log *n*) in the number of labels, with allocations: for series that are new.
    package init(_ body: RawSpan, _ range: Range<Int>) throws(WireError) {
        var reader = WireReader(body, range)
        var fields: [(name: Range<Int>, value: Range<Int>)] = []
        while let tag = try reader.readTag(to: range.upperBound, in: "TimeSeries") {
            guard tag.field == 1 else {
                try reader.skip(tag, to: range.upperBound, in: "TimeSeries")
                continue
            }
            try reader.require(tag, WireTag.WireType.bytes, "Labels")
            let end = try reader.readLength(to: range.upperBound)
            fields.append(try Self.decodeLabel(&reader, to: end))
        }
        self = Self.checked(body, fields)
    }

    /// The labels as they were received, sorted by name.
    package var received: [Label] {
        switch self {
        case .valid(let labels): labels.array
        case .invalid(let received), .duplicated(_, let received): received
        }
    }

    private static func decodeLabel(
        _ reader: inout WireReader,
        to end: Int
    ) throws(WireError) -> (name: Range<Int>, value: Range<Int>) {
        var (name, value) = (0..<0, 0..<0)
        while let tag = try reader.readTag(to: end, in: "Label") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.bytes, "Name")
                let textEnd = try reader.readLength(to: end)
                name = reader.offset..<textEnd
                reader.move(to: textEnd)
            case 2:
                try reader.require(tag, WireTag.WireType.bytes, "Value")
                let textEnd = try reader.readLength(to: end)
                value = reader.offset..<textEnd
                reader.move(to: textEnd)
            default: try reader.skip(tag, to: end, in: "Label")
            }
        }
        return (name, value)
    }

    private static func checked(
        _ body: RawSpan,
        _ fields: [(name: Range<Int>, value: Range<Int>)]
    ) -> WriteRequestLabels {
        if let packed = packed(body, fields) { return .valid(Labels(packed: packed)) }
        let sorted = fields.sorted {
            body.extracting($0.name).compareBytes(with: body.extracting($1.name)) < 0
        }
        let received = sorted.map { Label(text(body, $0.name), text(body, $0.value)) }
        let isWellFormed = sorted.allSatisfy { field in
            !field.name.isEmpty && isUTF8(body.extracting(field.name)) && isUTF8(body.extracting(field.value))
        }
        guard isWellFormed, received.contains(where: { $0.name == Label.metricName && !$0.value.isEmpty }) else {
            return .invalid(received)
        }
        for index in sorted.indices.dropFirst() {
            let (previous, next) = (sorted[index - 1].name, sorted[index].name)
            guard body.extracting(previous).hasSameBytes(as: body.extracting(next)) else { continue }
            return .duplicated(name: received[index].name, received)
        }
        return .valid(Labels(received))
    }

    /// The packed form of labels that are as senders should write them: sorted, distinct, not empty, with a metric name.
    ///
    /// `nil` for all others, which need a closer look.
    private static func packed(_ body: RawSpan, _ fields: [(name: Range<Int>, value: Range<Int>)]) -> [UInt8]? {
        var packed: [UInt8] = []
        var (size, hasName, previous) = (0, false, 0..<0)
        for field in fields {
            let name = body.extracting(field.name)
            guard !field.name.isEmpty, !field.value.isEmpty, isUTF8(name), isUTF8(body.extracting(field.value)),
                body.extracting(previous).compareBytes(with: name) < 0
            else { return nil }
            hasName = hasName || Label.metricName.withRawSpan { name.hasSameBytes(as: $0) }
            previous = field.name
            size += field.name.count + field.value.count + 6
        }
        guard hasName else { return nil }
        packed.reserveCapacity(size)
        for field in fields {
            append(body.extracting(field.name), to: &packed)
            append(body.extracting(field.value), to: &packed)
        }
        return packed
    }

    private static func append(_ bytes: RawSpan, to packed: inout [UInt8]) {
        packed.appendVarint(UInt64(bytes.byteCount))
        // Safe: the buffer is copied before the closure ends.
        unsafe bytes.withUnsafeBytes { unsafe packed.append(contentsOf: $0) }
    }

    private static func text(_ body: RawSpan, _ range: Range<Int>) -> String {
        // Safe: the buffer is copied before the closure ends.
        unsafe body.extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    private static func isUTF8(_ bytes: RawSpan) -> Bool {
        var offset = 0
        while bytes.byteCount &- offset >= 8 {
            // Safe: eight bytes are left.
            let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            guard word & 0x8080_8080_8080_8080 == 0 else { break }
            offset &+= 8
        }
        let rest = bytes.extracting(droppingFirst: offset)
        // Safe: the buffer is only read while the closure runs.
        return unsafe rest.withUnsafeBytes { buffer in
            unsafe buffer.allSatisfy { $0 < 0x80 } || String(validating: buffer, as: UTF8.self) != nil
        }
    }
}
