internal import PrometheusBytes
internal import PrometheusModel

extension WriteRequestColumns {
    /// A series of a request of version 2 before its references are resolved.
    private struct Series {
        var references: [UInt64] = []
        var exemplars: [(references: [UInt64], value: Double, timestamp: Int64)] = []
        var type: UInt64 = 0
        var unit: UInt64 = 0
        var help: UInt64 = 0
        var hasMetadata = false
        var samplesBefore = 0
        var histogramsBefore = 0
    }

    /// The types by the number that stands for them.
    private static let types: [MetricType] = [
        .unknown, .counter, .gauge, .histogram, .gaugeHistogram, .summary, .info, .stateSet,
    ]

    /// Replaces the columns by the contents of `body`, a remote write 2.0 request (`io.prometheus.write.v2.Request`).
    ///
    /// Labels are written to `labels` as version 1 has them: positions of labels are positions there, and a series is
    /// recognised by the same bytes whichever version it comes in. After an error the columns mean nothing.
    package mutating func decodeSecondVersion(_ body: RawSpan, labels: inout [UInt8]) throws(WireError) {
        removeAll()
        labels.removeAll(keepingCapacity: true)
        guard body.byteCount <= Int(UInt32.max) / 4 else { throw .tooLarge }
        var symbols = WriteRequestSymbols()
        var reader = WireReader(body)
        let end = body.byteCount
        // Symbols may stand behind the series that name them.
        while let tag = try reader.readTag(to: end, in: "Request") {
            guard tag.field == 4 else {
                try reader.skip(tag, to: end, in: "Request")
                continue
            }
            try reader.require(tag, WireTag.WireType.bytes, "Symbols")
            let textEnd = try reader.readLength(to: end)
            symbols.append(reader.offset..<textEnd)
            reader.move(to: textEnd)
        }
        reader = WireReader(body)
        while let tag = try reader.readTag(to: end, in: "Request") {
            guard tag.field == 5 else {
                try reader.skip(tag, to: end, in: "Request")
                continue
            }
            try reader.require(tag, WireTag.WireType.bytes, "Timeseries")
            let seriesEnd = try reader.readLength(to: end)
            let series = try decodeSeries(&reader, to: seriesEnd)
            add(series, symbols, body, &labels)
        }
    }

    // MARK: Messages

    private mutating func decodeSeries(_ reader: inout WireReader, to end: Int) throws(WireError) -> Series {
        var series = Series()
        series.samplesBefore = timestamps.count
        series.histogramsBefore = histograms.count
        while let tag = try reader.readTag(to: end, in: "TimeSeries") {
            switch tag.field {
            case 1: try readReferences(tag, &reader, end, &series.references)
            case 2:
                try reader.require(tag, WireTag.WireType.bytes, "Samples")
                let sampleEnd = try reader.readLength(to: end)
                try decodeStartedSample(&reader, to: sampleEnd)
            case 3:
                try reader.require(tag, WireTag.WireType.bytes, "Histograms")
                let histogramEnd = try reader.readLength(to: end)
                histograms.append(try .decode(&reader, to: histogramEnd, series: seriesCount))
            case 4:
                try reader.require(tag, WireTag.WireType.bytes, "Exemplars")
                let exemplarEnd = try reader.readLength(to: end)
                series.exemplars.append(try decodeReferringExemplar(&reader, to: exemplarEnd))
            case 5:
                try reader.require(tag, WireTag.WireType.bytes, "Metadata")
                let metadataEnd = try reader.readLength(to: end)
                try decodeMetadata(&reader, to: metadataEnd, &series)
            default: try reader.skip(tag, to: end, in: "TimeSeries")
            }
        }
        return series
    }

    private mutating func decodeStartedSample(_ reader: inout WireReader, to end: Int) throws(WireError) {
        var (timestamp, start, value): (Int64, Int64, Double) = (0, 0, 0)
        while let tag = try reader.readTag(to: end, in: "Sample") {
            switch tag.field {
            case 1:
                try reader.require(tag, WireTag.WireType.fixed64, "Value")
                value = Double(bitPattern: try reader.readFixed64(to: end))
            case 2:
                try reader.require(tag, WireTag.WireType.varint, "Timestamp")
                timestamp = Int64(bitPattern: try reader.readVarint(to: end))
            case 3:
                try reader.require(tag, WireTag.WireType.varint, "StartTimestamp")
                start = Int64(bitPattern: try reader.readVarint(to: end))
            default: try reader.skip(tag, to: end, in: "Sample")
            }
        }
        if start != 0, startTimestamps.isEmpty {
            startTimestamps = [Int64](repeating: 0, count: timestamps.count)
        }
        if start != 0 || !startTimestamps.isEmpty { startTimestamps.append(start) }
        timestamps.append(timestamp)
        values.append(value)
    }

    private func decodeReferringExemplar(
        _ reader: inout WireReader,
        to end: Int
    ) throws(WireError) -> (references: [UInt64], value: Double, timestamp: Int64) {
        var exemplar: (references: [UInt64], value: Double, timestamp: Int64) = ([], 0, 0)
        while let tag = try reader.readTag(to: end, in: "Exemplar") {
            switch tag.field {
            case 1: try readReferences(tag, &reader, end, &exemplar.references)
            case 2:
                try reader.require(tag, WireTag.WireType.fixed64, "Value")
                exemplar.value = Double(bitPattern: try reader.readFixed64(to: end))
            case 3:
                try reader.require(tag, WireTag.WireType.varint, "Timestamp")
                exemplar.timestamp = Int64(bitPattern: try reader.readVarint(to: end))
            default: try reader.skip(tag, to: end, in: "Exemplar")
            }
        }
        return exemplar
    }

    private func decodeMetadata(
        _ reader: inout WireReader,
        to end: Int,
        _ series: inout Series
    ) throws(WireError) {
        series.hasMetadata = true
        while let tag = try reader.readTag(to: end, in: "Metadata") {
            switch tag.field {
            case 1, 3, 4:
                try reader.require(tag, WireTag.WireType.varint, "Metadata")
                let number = try reader.readVarint(to: end)
                if tag.field == 1 {
                    series.type = number
                } else if tag.field == 3 {
                    series.help = number
                } else {
                    series.unit = number
                }
            default: try reader.skip(tag, to: end, in: "Metadata")
            }
        }
    }

    /// Reads references that are packed, or one that is not.
    private func readReferences(
        _ tag: WireTag,
        _ reader: inout WireReader,
        _ end: Int,
        _ references: inout [UInt64]
    ) throws(WireError) {
        if tag.wireType == WireTag.WireType.varint {
            references.append(try reader.readVarint(to: end))
            return
        }
        try reader.require(tag, WireTag.WireType.bytes, "LabelsRefs")
        let packedEnd = try reader.readLength(to: end)
        while reader.offset < packedEnd { references.append(try reader.readVarint(to: packedEnd)) }
    }

    // MARK: Series

    /// Ends a series, or takes it out again if its references make no sense.
    private mutating func add(
        _ series: Series,
        _ symbols: WriteRequestSymbols,
        _ body: RawSpan,
        _ labels: inout [UInt8]
    ) {
        if let failure = Self.failure(of: series.references, symbols) {
            return leaveOut(series, "parsing labels for series \(Self.text(series.references)): \(failure)", true)
        }
        if series.hasMetadata, let failure = Self.metadataFailure(of: series, symbols) {
            return leaveOut(series, "parsing metadata for series \(Self.text(series.references)): \(failure)", false)
        }
        let range = Self.append(series.references, symbols, body, to: &labels)
        for exemplar in series.exemplars {
            let isValid = Self.failure(of: exemplar.references, symbols) == nil
            let position = isValid ? Self.append(exemplar.references, symbols, body, to: &labels) : 0..<0
            // Labels that make no sense are not worth an error: the exemplar goes without.
            guard isValid else { continue }
            exemplars.append(
                WriteRequestExemplar(
                    series: seriesCount,
                    labels: position,
                    value: exemplar.value,
                    timestamp: exemplar.timestamp
                )
            )
        }
        if series.hasMetadata {
            let type = series.type < UInt64(Self.types.count) ? Self.types[Int(series.type)] : .unknown
            let (unit, help) = (Self.text(series.unit, symbols, body), Self.text(series.help, symbols, body))
            metadata.append(
                WriteRequestMetadata(series: seriesCount, metadata: SeriesMetadata(type: type, unit: unit, help: help))
            )
        }
        endSeries(range)
    }

    private mutating func leaveOut(_ series: Series, _ text: String, _ isOfLabels: Bool) {
        let samples = timestamps.count - series.samplesBefore + histograms.count - series.histogramsBefore
        timestamps.removeSubrange(series.samplesBefore...)
        values.removeSubrange(series.samplesBefore...)
        if startTimestamps.count > series.samplesBefore { startTimestamps.removeSubrange(series.samplesBefore...) }
        histograms.removeSubrange(series.histogramsBefore...)
        failures.append(WriteRequestFailure(text: text, sampleCount: samples, isOfLabels: isOfLabels))
    }

    private static func failure(of references: [UInt64], _ symbols: WriteRequestSymbols) -> String? {
        guard references.count % 2 == 0 else { return "invalid labelRefs length \(references.count)" }
        for pair in stride(from: 0, to: references.count, by: 2) {
            let (name, value) = (references[pair], references[pair + 1])
            guard symbols[name] != nil, symbols[value] != nil else {
                return "labelRefs \(name) (name) = \(value) (value) outside of symbols table (size \(symbols.count))"
            }
        }
        return nil
    }

    private static func metadataFailure(of series: Series, _ symbols: WriteRequestSymbols) -> String? {
        if symbols[series.unit] == nil {
            return "metadata unit_ref \(series.unit) outside of symbols table (size \(symbols.count))"
        }
        if symbols[series.help] == nil {
            return "metadata help_ref \(series.help) outside of symbols table (size \(symbols.count))"
        }
        return nil
    }

    private static func text(_ references: [UInt64]) -> String {
        "[" + references.map(String.init).joined(separator: " ") + "]"
    }

    private static func text(_ reference: UInt64, _ symbols: WriteRequestSymbols, _ body: RawSpan) -> String {
        guard let range = symbols[reference] else { return "" }
        // Safe: the buffer is copied before the closure ends.
        return unsafe body.extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Writes label fields as version 1 has them and returns where they lie.
    private static func append(
        _ references: [UInt64],
        _ symbols: WriteRequestSymbols,
        _ body: RawSpan,
        to labels: inout [UInt8]
    ) -> Range<Int> {
        let start = labels.count
        for pair in stride(from: 0, to: references.count, by: 2) {
            guard let name = symbols[references[pair]], let value = symbols[references[pair + 1]] else { continue }
            let lengths = varintBytes(name.count) + name.count + 1 + varintBytes(value.count) + value.count + 1
            labels.append(0x0A)
            labels.appendVarint(UInt64(lengths))
            for (tag, range) in [(0x0A, name), (0x12, value)] as [(UInt8, Range<Int>)] {
                labels.append(tag)
                labels.appendVarint(UInt64(range.count))
                // Safe: the buffer is copied before the closure ends.
                unsafe body.extracting(range).withUnsafeBytes { unsafe labels.append(contentsOf: $0) }
            }
        }
        return start..<labels.count
    }

    private static func varintBytes(_ value: Int) -> Int { max(1, (70 - UInt64(value).leadingZeroBitCount) / 7) }
}
