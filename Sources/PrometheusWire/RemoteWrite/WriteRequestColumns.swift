/// A remote write request as columns: series by position, samples of all of them in order.
///
/// Labels are not copied: a series says where its label fields lie in the body, which suffices to recognise a series
/// seen before. `WriteRequestLabels` decodes them. Reuse one: it keeps its storage.
package struct WriteRequestColumns: Sendable {
    /// The bytes of a body that positions have room for.
    private static let maximumBodyBytes = Int(UInt32.max)

    private var labelStarts: [UInt32] = []
    private var labelEnds: [UInt32] = []
    private var sampleEnds: [UInt32] = []
    /// The times of all samples, in milliseconds since the Unix epoch.
    package var timestamps: [Int64] = []
    /// The values of all samples, bit for bit.
    package var values: [Double] = []
    /// When the counters of the samples started, in milliseconds, 0 where that is not known.
    ///
    /// Empty if it is known of none, as in version 1.
    package var startTimestamps: [Int64] = []
    /// Native histograms, in the order of the series.
    package var histograms: [WriteRequestHistogram] = []
    /// Exemplars, in the order of the series.
    package var exemplars: [WriteRequestExemplar] = []
    /// Metadata of series, which only version 2 has.
    package var metadata: [WriteRequestMetadata] = []
    /// What is wrong with single series of a request of version 2; they are left out.
    package var failures: [WriteRequestFailure] = []
    /// Metadata entries, which version 1 of the protocol ignores.
    package private(set) var skippedMetadata = 0

    package init() {}

    /// The number of series that have samples, histograms or exemplars.
    package var seriesCount: Int { sampleEnds.count }

    /// Where the label fields of the series at `index` lie in the body: from the first to the last of them.
    package func labelRange(at index: Int) -> Range<Int> { Int(labelStarts[index])..<Int(labelEnds[index]) }

    /// Which samples are those of the series at `index`.
    package func sampleRange(at index: Int) -> Range<Int> {
        (index == 0 ? 0 : Int(sampleEnds[index - 1]))..<Int(sampleEnds[index])
    }

    /// Replaces the columns by the contents of `body`; after an error they mean nothing.
    /// - Complexity: O(*n*); no allocation once the storage is large enough.
    package mutating func decode(_ body: RawSpan) throws(WireError) {
        removeAll()
        guard body.byteCount <= Self.maximumBodyBytes else { throw .tooLarge }
        var reader = WireReader(body)
        let end = body.byteCount
        while let tag = try reader.readTag(to: end, in: "WriteRequest") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.bytes, "Timeseries")
                let seriesEnd = try reader.readLength(to: end)
                try decodeSeries(&reader, to: seriesEnd)
            case 3:
                try reader.require(tag, WireTag.WireType.bytes, "Metadata")
                reader.move(to: try reader.readLength(to: end))
                skippedMetadata += 1
            default: try reader.skip(tag, to: end, in: "WriteRequest")
            }
        }
    }

    /// Empties everything and keeps the storage.
    mutating func removeAll() {
        labelStarts.removeAll(keepingCapacity: true)
        labelEnds.removeAll(keepingCapacity: true)
        sampleEnds.removeAll(keepingCapacity: true)
        timestamps.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        startTimestamps.removeAll(keepingCapacity: true)
        histograms.removeAll(keepingCapacity: true)
        exemplars.removeAll(keepingCapacity: true)
        metadata.removeAll(keepingCapacity: true)
        failures.removeAll(keepingCapacity: true)
        skippedMetadata = 0
    }

    /// Ends a series whose labels lie in `labels`.
    mutating func endSeries(_ labels: Range<Int>) {
        labelStarts.append(UInt32(truncatingIfNeeded: labels.lowerBound))
        labelEnds.append(UInt32(truncatingIfNeeded: labels.upperBound))
        sampleEnds.append(UInt32(truncatingIfNeeded: timestamps.count))
    }

    private mutating func decodeSeries(_ reader: inout WireReader, to end: Int) throws(WireError) {
        var labels = reader.offset..<reader.offset
        var fieldStart = reader.offset
        let before = (timestamps.count, histograms.count, exemplars.count)
        while let tag = try reader.readTag(to: end, in: "TimeSeries") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.bytes, "Labels")
                reader.move(to: try reader.readLength(to: end))
                labels = (labels.isEmpty ? fieldStart : labels.lowerBound)..<reader.offset
            case 2:
                try reader.require(tag, WireTag.WireType.bytes, "Samples")
                let sampleEnd = try reader.readLength(to: end)
                try decodeSample(&reader, to: sampleEnd)
            case 3:
                try reader.require(tag, WireTag.WireType.bytes, "Exemplars")
                let exemplarEnd = try reader.readLength(to: end)
                try decodeExemplar(&reader, to: exemplarEnd)
            case 4:
                try reader.require(tag, WireTag.WireType.bytes, "Histograms")
                let histogramEnd = try reader.readLength(to: end)
                histograms.append(try .decode(&reader, to: histogramEnd, series: seriesCount))
            default: try reader.skip(tag, to: end, in: "TimeSeries")
            }
            fieldStart = reader.offset
        }
        guard before != (timestamps.count, histograms.count, exemplars.count) else { return }
        endSeries(labels)
    }

    private mutating func decodeExemplar(_ reader: inout WireReader, to end: Int) throws(WireError) {
        var labels = reader.offset..<reader.offset
        var fieldStart = reader.offset
        var (timestamp, value): (Int64, Double) = (0, 0)
        while let tag = try reader.readTag(to: end, in: "Exemplar") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.bytes, "Labels")
                reader.move(to: try reader.readLength(to: end))
                labels = (labels.isEmpty ? fieldStart : labels.lowerBound)..<reader.offset
            case 2:
                try reader.require(tag, WireTag.WireType.fixed64, "Value")
                value = Double(bitPattern: try reader.readFixed64(to: end))
            case 3:
                try reader.require(tag, WireTag.WireType.varint, "Timestamp")
                timestamp = Int64(bitPattern: try reader.readVarint(to: end))
            default: try reader.skip(tag, to: end, in: "Exemplar")
            }
            fieldStart = reader.offset
        }
        exemplars.append(
            WriteRequestExemplar(series: seriesCount, labels: labels, value: value, timestamp: timestamp)
        )
    }

    private mutating func decodeSample(_ reader: inout WireReader, to end: Int) throws(WireError) {
        var timestamp: Int64 = 0
        var value = 0.0
        while let tag = try reader.readTag(to: end, in: "Sample") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.fixed64, "Value")
                value = Double(bitPattern: try reader.readFixed64(to: end))
            case 2:
                try reader.require(tag, WireTag.WireType.varint, "Timestamp")
                timestamp = Int64(bitPattern: try reader.readVarint(to: end))
            default: try reader.skip(tag, to: end, in: "Sample")
            }
        }
        timestamps.append(timestamp)
        values.append(value)
    }
}
