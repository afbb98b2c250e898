internal import PrometheusBytes
internal import PrometheusModel

/// Walks the series of a record.
package struct WALSeriesCursor: ~Copyable, ~Escapable {
    private let bytes: RawSpan
    private var reader: ByteReader
    private var count = 0

    @_lifetime(copy payload)
    package init(_ payload: RawSpan) {
        bytes = payload
        reader = ByteReader(payload)
    }

    /// Moves to the next series, replaces `packed` by its label set in packed form and returns its reference; `nil`
    /// at the end.
    ///
    /// Labels that are not in order, or empty, are put right.
    @_lifetime(self: copy self)
    package mutating func next(into packed: inout [UInt8]) throws(WALRecordError) -> UInt64? {
        guard !reader.isAtEnd else { return nil }
        guard let reference = reader.readBigEndian(UInt64.self), let labelCount = reader.readVarint() else {
            throw .truncated(kind: .series, after: count)
        }
        let start = reader.offset
        var isCanonical = true
        var previous = 0..<0
        for _ in 0..<labelCount {
            guard let name = reader.readLengthPrefixedRange(), let value = reader.readLengthPrefixedRange() else {
                throw .truncated(kind: .series, after: count)
            }
            let order = bytes.extracting(previous).compareBytes(with: bytes.extracting(name))
            isCanonical = isCanonical && !value.isEmpty && (order < 0 || reader.offset == start)
            previous = name
        }
        packed.removeAll(keepingCapacity: true)
        packed.append(bytes.extracting(start..<reader.offset))
        if !isCanonical { packed = Labels(Self.labels(packed)).packed }
        count += 1
        return reference
    }

    private static func labels(_ packed: [UInt8]) -> [Label] {
        var reader = ByteReader(packed.rawSpan)
        var labels: [Label] = []
        while let name = reader.readLengthPrefixedRange(), let value = reader.readLengthPrefixedRange() {
            labels.append(
                Label(String(decoding: packed[name], as: UTF8.self), String(decoding: packed[value], as: UTF8.self))
            )
        }
        return labels
    }
}
