internal import PrometheusBytes
package import PrometheusModel

/// Encoded records that are logged together.
///
/// Reuse one: it keeps its storage.
package struct WALRecordBatch: Sendable {
    /// A series record is ended at about this size and another begun: half a page, because damage hides a whole record.
    static let seriesRecordBytes = 1 << 14
    /// The most samples in one record, for the same reason.
    static let samplesPerRecord = 1 << 16

    var bytes: [UInt8] = []
    /// Where each record ends in `bytes`.
    private(set) var ends: [Int] = []
    /// Whether the last record is a series record that may grow.
    private var isSeriesOpen = false

    package init() {}

    /// Whether there is no record.
    package var isEmpty: Bool { ends.isEmpty }

    /// The number of records.
    package var count: Int { ends.count }

    /// The bytes of all records.
    package var byteCount: Int { bytes.count }

    /// Drops all records and keeps the storage.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isSeriesOpen = false
    }

    /// Where the record at `index` lies in the bytes.
    func range(at index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// The bytes of the record at `index`, its kind first.
    package subscript(index: Int) -> RawSpan {
        @_lifetime(borrow self)
        get { bytes.rawSpan.extracting(range(at: index)) }
    }

    /// Adds a series.
    ///
    /// Consecutive ones share a record.
    /// - Complexity: O(*n*) in the bytes of the labels, copied once.
    package mutating func appendSeries(_ reference: UInt64, _ labels: borrowing Labels) {
        appendSeries(reference, packed: labels.packed)
    }

    /// Adds a series whose labels are given in packed form.
    mutating func appendSeries(_ reference: UInt64, packed: [UInt8]) {
        var cursor = LabelCursor(packed)
        var count = 0
        while cursor.next() { count += 1 }
        beginSeries()
        bytes.appendBigEndian(reference)
        bytes.appendVarint(UInt64(count))
        // A record writes labels in the layout that a label set is packed in.
        bytes.append(contentsOf: packed)
        ends[ends.count - 1] = bytes.count
    }

    /// Adds series that are given in columns.
    package mutating func appendSeries(_ references: Span<UInt64>, _ labels: Span<Labels>) {
        precondition(references.count == labels.count, "columns differ in length")
        for index in references.indices { appendSeries(references[index], labels[index]) }
    }

    /// Adds tombstones: closed intervals of deleted samples of a series.
    package mutating func appendTombstones(_ tombstones: [(reference: UInt64, interval: ClosedRange<Int64>)]) {
        guard !tombstones.isEmpty else { return }
        isSeriesOpen = false
        bytes.append(WALRecordKind.tombstones.rawValue)
        for tombstone in tombstones {
            bytes.appendBigEndian(tombstone.reference)
            bytes.appendZigzagVarint(tombstone.interval.lowerBound)
            bytes.appendZigzagVarint(tombstone.interval.upperBound)
        }
        ends.append(bytes.count)
    }

    /// Ends the record that was written behind the last end.
    mutating func endRecord() {
        isSeriesOpen = false
        assert(bytes.count > (ends.last ?? 0), "a record has at least its kind")
        ends.append(bytes.count)
    }

    private mutating func beginSeries() {
        if isSeriesOpen, range(at: ends.count - 1).count < Self.seriesRecordBytes { return }
        bytes.append(WALRecordKind.series.rawValue)
        ends.append(bytes.count)
        isSeriesOpen = true
    }
}
