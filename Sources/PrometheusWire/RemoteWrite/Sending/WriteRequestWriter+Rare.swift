internal import PrometheusBytes
package import PrometheusModel

extension WriteRequestWriter {
    /// Adds a native histogram to a request of the first version.
    package mutating func appendFirst(
        _ labels: ArraySlice<UInt8>,
        _ timestamp: Int64,
        _ histogram: borrowing NativeHistogram
    ) {
        HistogramMessage.encode(histogram, timestamp, start: 0, into: &body)
        appendTag(0x0A, labels.count + 1 + varintSize(UInt64(body.count)) + body.count)
        series += labels
        appendTag(0x22, body.count)
        series += body
    }

    /// Adds an exemplar to a request of the first version.
    package mutating func appendFirst(_ labels: ArraySlice<UInt8>, _ exemplar: Exemplar) {
        body.removeAll(keepingCapacity: true)
        body += Self.encodedLabels(exemplar.labels)
        appendValue(exemplar)
        appendTag(0x0A, labels.count + 1 + varintSize(UInt64(body.count)) + body.count)
        series += labels
        appendTag(0x1A, body.count)
        series += body
    }

    /// Adds a native histogram to a request of the second version.
    package mutating func appendSecond(
        _ entry: Symbols,
        _ table: borrowing WriteSymbolTable,
        _ timestamp: Int64,
        _ histogram: borrowing NativeHistogram,
        start: Int64
    ) {
        encode(entry, table)
        HistogramMessage.encode(histogram, timestamp, start: start, into: &body)
        appendSecondBody(0x1A)
    }

    /// Adds an exemplar to a request of the second version.
    package mutating func appendSecond(
        _ entry: Symbols,
        _ table: borrowing WriteSymbolTable,
        _ exemplar: Exemplar
    ) {
        encode(entry, table)
        var references: [UInt8] = []
        for label in exemplar.labels.array {
            references.appendVarint(UInt64(place(ofText: label.name, table)))
            references.appendVarint(UInt64(place(ofText: label.value, table)))
        }
        body.removeAll(keepingCapacity: true)
        body.append(0x0A)
        body.appendVarint(UInt64(references.count))
        body += references
        appendValue(exemplar)
        appendSecondBody(0x22)
    }

    private mutating func appendSecondBody(_ tag: UInt8) {
        appendTag(0x2A, head.count + 1 + varintSize(UInt64(body.count)) + body.count + tail.count)
        series += head
        appendTag(tag, body.count)
        series += body
        series += tail
    }

    private mutating func appendValue(_ exemplar: Exemplar) {
        body.append(0x11)
        body.appendBigEndian(exemplar.value.bitPattern.byteSwapped)
        body.append(0x18)
        body.appendVarint(UInt64(bitPattern: exemplar.timestamp))
    }

    /// A request of the first version that has metadata of families only.
    package static func metadataRequest(
        _ families: ArraySlice<(name: String, metadata: SeriesMetadata)>
    ) -> [UInt8] {
        var writer = WireWriter()
        for family in families {
            writer.writeMessage(3) { writer in
                let type = number(of: family.metadata.type)
                if type != 0 { writer.write(1, UInt64(type)) }
                writer.write(2, family.name)
                if !family.metadata.help.isEmpty { writer.write(4, family.metadata.help) }
                if !family.metadata.unit.isEmpty { writer.write(5, family.metadata.unit) }
            }
        }
        return writer.bytes
    }
}
