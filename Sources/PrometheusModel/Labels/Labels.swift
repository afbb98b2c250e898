internal import PrometheusBytes

/// A label set: sorted by name as bytes, names distinct, no empty values, packed into one byte array.
///
/// Layout: for each label the LEB128 length of the name, the name, the LEB128 length of the value, the value. Equal
/// label sets have equal bytes, so equality and hashing are on the bytes.
@frozen
@usableFromInline
package struct Labels: Sendable {
    /// The packed bytes.
    @usableFromInline package let packed: [UInt8]

    /// The empty label set.
    package init() { packed = [] }

    /// Takes bytes that are already in the packed layout.
    /// - Precondition: sorted, distinct, no empty value. Checked in debug builds only.
    @inlinable
    package init(packed: [UInt8]) {
        self.packed = packed
        assert(isWellFormed, "labels are not in packed order")
    }

    /// Sorts by name and drops empty values; of equal names the last wins.
    package init(_ labels: some Sequence<Label>) {
        var builder = LabelsBuilder()
        for label in labels { builder.set(label.name, label.value) }
        self = builder.labels()
    }

    /// Whether there is no label.
    @inlinable package var isEmpty: Bool { packed.isEmpty }

    /// The number of labels.
    /// - Complexity: O(*n*).
    package var count: Int {
        var cursor = cursor()
        var count = 0
        while cursor.next() { count += 1 }
        return count
    }

    /// A cursor before the first label.
    @inlinable
    package func cursor() -> LabelCursor { LabelCursor(packed) }

    /// The value of the label `name`, `nil` if it is not set.
    /// - Complexity: O(*n*) over the packed bytes; one allocation for the result.
    package subscript(name: String) -> String? {
        let range = name.withRawSpan { valueRange(of: $0) }
        return range.map { String(decoding: packed[$0], as: UTF8.self) }
    }

    /// Where the value of the label `name` lies in `packed`, `nil` if it is not set.
    package func valueRange(of name: RawSpan) -> Range<Int>? {
        var cursor = cursor()
        let bytes = packed.rawSpan
        while cursor.next() {
            let order = bytes.extracting(cursor.name).compareBytes(with: name)
            if order == 0 { return cursor.value }
            if order > 0 { return nil }
        }
        return nil
    }

    /// The labels as text, in order.
    package var array: [Label] {
        var cursor = cursor()
        var result: [Label] = []
        while cursor.next() {
            result.append(
                Label(
                    String(decoding: packed[cursor.name], as: UTF8.self),
                    String(decoding: packed[cursor.value], as: UTF8.self)
                )
            )
        }
        return result
    }

    /// Whether the bytes are in the packed layout.
    @usableFromInline package var isWellFormed: Bool {
        var cursor = cursor()
        var previous: Range<Int>?
        let bytes = packed.rawSpan
        while cursor.next() {
            guard !cursor.value.isEmpty else { return false }
            if let previous, bytes.extracting(previous).compareBytes(with: bytes.extracting(cursor.name)) >= 0 {
                return false
            }
            previous = cursor.name
        }
        return cursor.isAtEnd
    }
}

extension Labels: Hashable {
    @usableFromInline
    package func hash(into hasher: inout Hasher) {
        // Safe: the buffer is only read while the closure runs.
        unsafe packed.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }

    /// A hash by multiplying and folding, for our own tables.
    ///
    /// Not stable across processes.
    package var foldHash: UInt64 { FoldHash.hash(packed.rawSpan, seed: FoldHash.processSeed) }
}

extension Labels: Comparable {
    /// Orders by the first label that differs, name before value, as bytes; a prefix sorts first.
    @usableFromInline
    package static func < (first: Labels, second: Labels) -> Bool {
        var mine = first.cursor()
        var theirs = second.cursor()
        while true {
            let (hasMine, hasTheirs) = (mine.next(), theirs.next())
            guard hasMine, hasTheirs else { return hasTheirs }
            let (firstBytes, secondBytes) = (first.packed.rawSpan, second.packed.rawSpan)
            let names = firstBytes.extracting(mine.name).compareBytes(with: secondBytes.extracting(theirs.name))
            if names != 0 { return names < 0 }
            let values = firstBytes.extracting(mine.value).compareBytes(with: secondBytes.extracting(theirs.value))
            if values != 0 { return values < 0 }
        }
    }
}

extension Labels: ExpressibleByDictionaryLiteral {
    /// For tests and fixed label sets: `["job": "node", "instance": "a:9100"]`.
    @usableFromInline
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Label($0.0, $0.1) })
    }
}
