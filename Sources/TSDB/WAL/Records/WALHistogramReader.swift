internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel

/// Decodes the records that hold native histograms.
package enum WALHistogramReader {
    /// Appends the histograms of a record to `histograms`; on an error those before it.
    ///
    /// Schemas that are finer than queries know are reduced; histograms of unknown schemas are left out.
    /// - Returns: How many were left out.
    package static func decode(
        _ kind: WALRecordKind,
        _ payload: RawSpan,
        into histograms: inout [WALHistogram]
    ) throws(WALRecordError) -> Int {
        var reader = ByteReader(payload)
        let isFloat: Bool
        switch kind {
        case .histograms, .customBucketHistograms, .histogramsV2: isFloat = false
        case .floatHistograms, .customBucketFloatHistograms, .floatHistogramsV2: isFloat = true
        default: throw .unexpectedKind(kind)
        }
        guard !reader.isAtEnd else { return 0 }
        let before = histograms.count
        var leftOut = 0
        var second = WALSecondVersionHeader()
        let isSecond = kind == .histogramsV2 || kind == .floatHistogramsV2
        var base: (reference: UInt64, time: Int64) = (0, 0)
        if !isSecond {
            guard let reference = reader.readBigEndian(UInt64.self), let time = reader.readBigEndian(Int64.self) else {
                throw .truncated(kind: kind, after: 0)
            }
            base = (reference, time)
        }
        while !reader.isAtEnd {
            let after = histograms.count - before + leftOut
            let header = isSecond ? second.read(&reader) : readHeader(&reader, base)
            guard let header, let histogram = readHistogram(&reader, isFloat: isFloat) else {
                throw .truncated(kind: kind, after: after)
            }
            guard let known = histogram.withKnownSchema else {
                leftOut += 1
                continue
            }
            histograms.append(
                WALHistogram(header.reference, header.timestamp, known, startTimestamp: header.start)
            )
        }
        return leftOut
    }

    private static func readHeader(
        _ reader: inout ByteReader,
        _ base: (reference: UInt64, time: Int64)
    ) -> (reference: UInt64, timestamp: Int64, start: Int64)? {
        guard let reference = reader.readZigzagVarint(), let time = reader.readZigzagVarint() else { return nil }
        return (base.reference &+ UInt64(bitPattern: reference), base.time &+ time, 0)
    }

    /// Reads a histogram as records hold it; `nil` if its bytes end early or make no sense.
    static func readHistogram(_ reader: inout ByteReader, isFloat: Bool) -> NativeHistogram? {
        guard let hint = reader.readByte(), let schema = reader.readZigzagVarint(),
            let threshold = reader.readBigEndian(UInt64.self)
        else { return nil }
        var layout = HistogramLayout()
        layout.schema = Int32(truncatingIfNeeded: schema)
        layout.zeroThreshold = Double(bitPattern: threshold)
        let counterResetHint = CounterResetHint(rawValue: hint) ?? .unknown
        return isFloat
            ? readFloat(&reader, &layout, counterResetHint).map(NativeHistogram.float)
            : readInteger(&reader, &layout, counterResetHint).map(NativeHistogram.integer)
    }

    private static func readInteger(
        _ reader: inout ByteReader,
        _ layout: inout HistogramLayout,
        _ hint: CounterResetHint
    ) -> IntegerHistogram? {
        var histogram = IntegerHistogram()
        guard let zeroCount = reader.readVarint(), let count = reader.readVarint(),
            let sum = reader.readBigEndian(UInt64.self), readSpans(&reader, &layout)
        else { return nil }
        guard let positive = readDeltas(&reader), let negative = readDeltas(&reader), readBounds(&reader, &layout)
        else {
            return nil
        }
        histogram.layout = layout
        histogram.counterResetHint = hint
        histogram.zeroCount = zeroCount
        histogram.count = count
        histogram.sum = Double(bitPattern: sum)
        histogram.positiveDeltas = positive
        histogram.negativeDeltas = negative
        return histogram
    }

    private static func readFloat(
        _ reader: inout ByteReader,
        _ layout: inout HistogramLayout,
        _ hint: CounterResetHint
    ) -> FloatHistogram? {
        var histogram = FloatHistogram()
        guard let zeroCount = reader.readBigEndian(UInt64.self), let count = reader.readBigEndian(UInt64.self),
            let sum = reader.readBigEndian(UInt64.self), readSpans(&reader, &layout)
        else { return nil }
        guard let positive = readValues(&reader), let negative = readValues(&reader), readBounds(&reader, &layout)
        else {
            return nil
        }
        histogram.layout = layout
        histogram.counterResetHint = hint
        histogram.zeroCount = Double(bitPattern: zeroCount)
        histogram.count = Double(bitPattern: count)
        histogram.sum = Double(bitPattern: sum)
        histogram.positiveBuckets = positive
        histogram.negativeBuckets = negative
        return histogram
    }

    private static func readSpans(_ reader: inout ByteReader, _ layout: inout HistogramLayout) -> Bool {
        guard let positive = readSpans(&reader), let negative = readSpans(&reader) else { return false }
        layout.positiveSpans = positive
        layout.negativeSpans = negative
        return true
    }

    private static func readSpans(_ reader: inout ByteReader) -> [HistogramSpan]? {
        // A span takes two bytes at least.
        guard let count = reader.readVarint(), count <= UInt64(reader.remaining / 2) else { return nil }
        var spans: [HistogramSpan] = []
        spans.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let offset = reader.readZigzagVarint(), let length = reader.readVarint(),
                let offset = Int32(exactly: offset), let length = UInt32(exactly: length)
            else { return nil }
            spans.append(HistogramSpan(offset: offset, length: length))
        }
        return spans
    }

    private static func readDeltas(_ reader: inout ByteReader) -> [Int64]? {
        guard let count = reader.readVarint(), count <= UInt64(reader.remaining) else { return nil }
        var deltas: [Int64] = []
        deltas.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let delta = reader.readZigzagVarint() else { return nil }
            deltas.append(delta)
        }
        return deltas
    }

    private static func readValues(_ reader: inout ByteReader) -> [Double]? {
        guard let count = reader.readVarint(), count <= UInt64(reader.remaining / 8) else { return nil }
        var values: [Double] = []
        values.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let bits = reader.readBigEndian(UInt64.self) else { return nil }
            values.append(Double(bitPattern: bits))
        }
        return values
    }

    private static func readBounds(_ reader: inout ByteReader, _ layout: inout HistogramLayout) -> Bool {
        guard layout.usesCustomBuckets else { return true }
        guard let bounds = readValues(&reader) else { return false }
        layout.customBounds = bounds
        return true
    }
}
