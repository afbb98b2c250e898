internal import PrometheusBytes
package import PrometheusModel

/// The labels of one exposed series, unescaped and sorted by name, in storage that is used again for the next series.
///
/// Unlike `Labels` it keeps labels with an empty value, which may hide a target's label, and labels of equal names, which
/// are an error that only the caller can report.
package struct ExposedLabels: Sendable {
    /// Where the parts of a label lie in `bytes`.
    @frozen
    package struct Entry: Sendable {
        package var name: Range<Int>
        package var value: Range<Int>
    }

    /// The names and values one after the other.
    package private(set) var bytes: [UInt8] = []
    /// One element a label.
    package private(set) var entries: [Entry] = []
    /// Whether there is a metric name, and it and all label names are known to be of the characters that need no quotes.
    package internal(set) var hasBareNames = false
    private var partStart = 0
    private var nameRange = 0..<0

    package init() {}

    /// The position of the first label whose name occurs before it, `nil` if names are distinct.
    package var duplicate: Int? {
        guard entries.count > 1 else { return nil }
        let span = bytes.rawSpan
        return (1..<entries.count).first {
            span.extracting(entries[$0 - 1].name).hasSameBytes(as: span.extracting(entries[$0].name))
        }
    }

    /// The labels without those of empty value.
    /// - Precondition: `duplicate` is `nil`.
    package var packed: Labels {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 2 * entries.count)
        for entry in entries where !entry.value.isEmpty {
            result.appendVarint(UInt64(entry.name.count))
            result.append(contentsOf: bytes[entry.name])
            result.appendVarint(UInt64(entry.value.count))
            result.append(contentsOf: bytes[entry.value])
        }
        return Labels(packed: result)
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        partStart = 0
        hasBareNames = false
    }

    mutating func append(_ part: RawSpan) {
        // Safe: the bytes are copied while the closure runs.
        unsafe part.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func append(_ part: [UInt8]) { bytes.append(contentsOf: part) }

    mutating func appendName(_ name: String) {
        bytes.append(contentsOf: name.utf8)
        finishName()
    }

    mutating func finishName() {
        nameRange = partStart..<bytes.count
        partStart = bytes.count
    }

    mutating func finishValue() {
        entries.append(Entry(name: nameRange, value: partStart..<bytes.count))
        partStart = bytes.count
    }

    /// Writes the value that was appended last as a float, if it is one: `1` becomes `1.0`.
    mutating func normaliseValue() {
        guard let value = FloatText.parse(bytes.rawSpan.extracting(partStart..<bytes.count)) else { return }
        bytes.removeSubrange(partStart...)
        appendNormalised(value)
    }

    /// Appends a bound of a bucket or quantile: a whole number has `.0` after it.
    mutating func appendNormalised(_ value: Double) {
        let start = bytes.count
        FloatText.append(value == 0 ? 0 : value, to: &bytes, .general)
        let isWhole = !bytes[start...].contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") }
        if isWhole, value.isFinite { bytes.append(contentsOf: ".0".utf8) }
    }

    /// Sorts by name; insertion, because labels are few and mostly in order.
    ///
    /// Equal names keep their order.
    mutating func sort() {
        guard entries.count > 1 else { return }
        // Taken out meanwhile, so that they can be moved about in place while `bytes` is read.
        var taken: [Entry] = []
        swap(&taken, &entries)
        Self.sort(&taken, by: bytes.rawSpan)
        swap(&taken, &entries)
    }

    private static func sort(_ entries: inout [Entry], by bytes: RawSpan) {
        for index in 1..<entries.count {
            let entry = entries[index]
            let name = bytes.extracting(entry.name)
            var at = index
            while at > 0, bytes.extracting(entries[at - 1].name).compareBytes(with: name) > 0 {
                entries[at] = entries[at - 1]
                at -= 1
            }
            entries[at] = entry
        }
    }
}
