internal import PrometheusBytes
package import PrometheusModel

/// The message `Histogram`, which remote write and remote read share.
package enum HistogramMessage {
    /// Replaces `bytes` by the message; a start other than 0 exists in the second version only.
    package static func encode(
        _ histogram: borrowing NativeHistogram,
        _ timestamp: Int64,
        start: Int64,
        into bytes: inout [UInt8]
    ) {
        bytes.removeAll(keepingCapacity: true)
        switch copy histogram {
        case .integer(let integer):
            number(1, integer.count, into: &bytes)
            head(integer.sum, integer.layout, into: &bytes)
            number(6, integer.zeroCount, into: &bytes)
            spans(8, integer.layout.negativeSpans, into: &bytes)
            deltas(9, integer.negativeDeltas, into: &bytes)
            spans(11, integer.layout.positiveSpans, into: &bytes)
            deltas(12, integer.positiveDeltas, into: &bytes)
        case .float(let float):
            double(2, float.count, into: &bytes)
            head(float.sum, float.layout, into: &bytes)
            double(7, float.zeroCount, into: &bytes)
            spans(8, float.layout.negativeSpans, into: &bytes)
            doubles(10, float.negativeBuckets, into: &bytes)
            spans(11, float.layout.positiveSpans, into: &bytes)
            doubles(13, float.positiveBuckets, into: &bytes)
        }
        if histogram.counterResetHint != .unknown {
            number(14, UInt64(histogram.counterResetHint.rawValue), into: &bytes)
        }
        if timestamp != 0 { number(15, UInt64(bitPattern: timestamp), into: &bytes) }
        doubles(16, histogram.layout.customBounds, into: &bytes)
        if start != 0 { number(17, UInt64(bitPattern: start), into: &bytes) }
    }

    private static func head(_ sum: Double, _ layout: HistogramLayout, into bytes: inout [UInt8]) {
        if sum != 0 { double(3, sum, into: &bytes) }
        if layout.schema != 0 {
            bytes.appendVarint(4 << 3)
            bytes.appendZigzagVarint(Int64(layout.schema))
        }
        if layout.zeroThreshold != 0 { double(5, layout.zeroThreshold, into: &bytes) }
    }

    private static func number(_ field: UInt64, _ value: UInt64, into bytes: inout [UInt8]) {
        bytes.appendVarint(field << 3)
        bytes.appendVarint(value)
    }

    private static func double(_ field: UInt64, _ value: Double, into bytes: inout [UInt8]) {
        bytes.appendVarint(field << 3 | 1)
        bytes.appendBigEndian(value.bitPattern.byteSwapped)
    }

    private static func spans(_ field: UInt64, _ spans: [HistogramSpan], into bytes: inout [UInt8]) {
        for span in spans {
            let offset = UInt64(UInt32(bitPattern: (span.offset << 1) ^ (span.offset >> 31)))
            bytes.appendVarint(field << 3 | 2)
            let length = UInt64(span.length)
            bytes.append(UInt8((offset == 0 ? 0 : 1 + size(offset)) + (length == 0 ? 0 : 1 + size(length))))
            if offset != 0 { number(1, offset, into: &bytes) }
            if length != 0 { number(2, length, into: &bytes) }
        }
    }

    private static func deltas(_ field: UInt64, _ deltas: [Int64], into bytes: inout [UInt8]) {
        guard !deltas.isEmpty else { return }
        bytes.appendVarint(field << 3 | 2)
        let count = deltas.reduce(0) { $0 + size(UInt64(bitPattern: ($1 << 1) ^ ($1 >> 63))) }
        bytes.appendVarint(UInt64(count))
        for delta in deltas { bytes.appendZigzagVarint(delta) }
    }

    private static func doubles(_ field: UInt64, _ values: [Double], into bytes: inout [UInt8]) {
        guard !values.isEmpty else { return }
        bytes.appendVarint(field << 3 | 2)
        bytes.appendVarint(UInt64(values.count * 8))
        for value in values { bytes.appendBigEndian(value.bitPattern.byteSwapped) }
    }

    private static func size(_ value: UInt64) -> Int { (64 - (value | 1).leadingZeroBitCount + 6) / 7 }
}
