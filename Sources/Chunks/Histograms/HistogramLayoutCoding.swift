internal import PrometheusModel

/// Which buckets a histogram chunk has, at its beginning (tsdb-formats.md, section 3.4).
enum HistogramLayoutCoding {
    /// A bound in thousandths up to this many is written as an integer.
    private static let maxThousandths = 33_554_430.0

    static func write(_ layout: HistogramLayout, into bits: inout BitWriter) {
        writeThreshold(layout.zeroThreshold, into: &bits)
        bits.writeVarbit(Int64(layout.schema))
        write(layout.positiveSpans, into: &bits)
        write(layout.negativeSpans, into: &bits)
        guard layout.usesCustomBuckets else { return }
        bits.writeVarbit(UInt64(layout.customBounds.count))
        for bound in layout.customBounds { write(bound: bound, into: &bits) }
    }

    /// Reads a layout, which is not larger than the bits behind it can fill.
    static func read(from bits: inout BitReader) throws(ChunkError) -> HistogramLayout {
        var layout = HistogramLayout()
        layout.zeroThreshold = readThreshold(from: &bits)
        let schema = bits.readVarbit()
        guard schema == Int64(HistogramLayout.customBucketsSchema) || (-4...52).contains(schema) else {
            throw .invalidSchema(schema)
        }
        layout.schema = Int32(schema)
        layout.positiveSpans = try readSpans(from: &bits)
        layout.negativeSpans = try readSpans(from: &bits)
        if layout.usesCustomBuckets { layout.customBounds = try readBounds(from: &bits) }
        guard !bits.isOverrun else { throw .truncated(sample: 0) }
        return layout
    }

    private static func writeThreshold(_ threshold: Double, into bits: inout BitWriter) {
        if threshold == 0 { return bits.write(0, 8) }
        if threshold > 0, threshold.isNormal, threshold.significand == 1, (-243...10).contains(threshold.exponent) {
            // 2^(k−244), k in one byte.
            return bits.write(UInt64(threshold.exponent + 244), 8)
        }
        bits.write(255, 8)
        bits.write(threshold.bitPattern, 64)
    }

    private static func readThreshold(from bits: inout BitReader) -> Double {
        switch bits.read(8) {
        case 0: 0
        case 255: Double(bitPattern: bits.read(64))
        case let byte: Double(sign: .plus, exponent: Int(byte) - 244, significand: 1)
        }
    }

    private static func write(_ spans: [HistogramSpan], into bits: inout BitWriter) {
        bits.writeVarbit(UInt64(spans.count))
        for span in spans {
            bits.writeVarbit(UInt64(span.length))
            bits.writeVarbit(Int64(span.offset))
        }
    }

    private static func readSpans(from bits: inout BitReader) throws(ChunkError) -> [HistogramSpan] {
        let count = bits.readUnsignedVarbit()
        // A span takes two bits at least, a bucket one.
        guard count <= UInt64(bits.remainingBits / 2) else { throw .truncated(sample: 0) }
        var spans: [HistogramSpan] = []
        spans.reserveCapacity(Int(count))
        var buckets: UInt64 = 0
        for index in 0..<count {
            let (length, offset) = (bits.readUnsignedVarbit(), bits.readVarbit())
            guard length <= UInt64(bits.remainingBits) else { throw .truncated(sample: 0) }
            guard let offset = Int32(exactly: offset), index == 0 || offset >= 0 else { throw .invalidSpan(Int(index)) }
            buckets += length
            spans.append(HistogramSpan(offset: offset, length: UInt32(truncatingIfNeeded: length)))
        }
        guard buckets <= UInt64(bits.remainingBits) else { throw .truncated(sample: 0) }
        return spans
    }

    private static func write(bound: Double, into bits: inout BitWriter) {
        let scaled = bound * 1000
        if scaled >= 0, scaled <= maxThousandths, scaled.rounded() / 1000 == bound {
            return bits.writeVarbit(UInt64(scaled.rounded()) + 1)
        }
        bits.write(0, 1)
        bits.write(bound.bitPattern, 64)
    }

    private static func readBounds(from bits: inout BitReader) throws(ChunkError) -> [Double] {
        let count = bits.readUnsignedVarbit()
        guard count <= UInt64(bits.remainingBits) else { throw .truncated(sample: 0) }
        var bounds: [Double] = []
        bounds.reserveCapacity(Int(count))
        for _ in 0..<count {
            let number = bits.readUnsignedVarbit()
            bounds.append(number > 0 ? Double(number - 1) / 1000 : Double(bitPattern: bits.read(64)))
            guard !bits.isOverrun else { throw .truncated(sample: 0) }
        }
        return bounds
    }
}
