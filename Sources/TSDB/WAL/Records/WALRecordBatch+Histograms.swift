internal import PrometheusBytes
internal import PrometheusModel

extension WALRecordBatch {
    /// The most histograms in one record, so that replay needs little memory at a time.
    private static let histogramsPerRecord = 1 << 10

    /// Adds histograms: those with integer counts first, those with custom buckets in records of their own.
    ///
    /// With `startTimestamps` they are in records of the second version, which only upstream's newest releases read.
    package mutating func appendHistograms(_ histograms: [WALHistogram], startTimestamps: Bool) {
        guard !histograms.isEmpty else { return }
        let kinds: [(WALRecordKind, isFloat: Bool, hasCustomBuckets: Bool?)] =
            startTimestamps
            ? [(.histogramsV2, false, nil), (.floatHistogramsV2, true, nil)]
            : [
                (.histograms, false, false), (.customBucketHistograms, false, true),
                (.floatHistograms, true, false), (.customBucketFloatHistograms, true, true),
            ]
        for (kind, isFloat, hasCustomBuckets) in kinds {
            let chosen = histograms.filter { sample in
                sample.histogram.isFloat == isFloat
                    && (hasCustomBuckets.map { $0 == sample.histogram.layout.usesCustomBuckets } ?? true)
            }
            var start = 0
            while start < chosen.count {
                let end = min(chosen.count, start + Self.histogramsPerRecord)
                if startTimestamps {
                    appendSecond(kind, chosen[start..<end])
                } else {
                    append(kind, chosen[start..<end])
                }
                start = end
            }
        }
    }

    private mutating func append(_ kind: WALRecordKind, _ histograms: ArraySlice<WALHistogram>) {
        guard let first = histograms.first else { return }
        bytes.append(kind.rawValue)
        bytes.appendBigEndian(first.reference)
        bytes.appendBigEndian(first.timestamp)
        for sample in histograms {
            bytes.appendZigzagVarint(Int64(bitPattern: sample.reference &- first.reference))
            bytes.appendZigzagVarint(sample.timestamp &- first.timestamp)
            bytes.append(sample.histogram)
        }
        endRecord()
    }

    /// The second version: references follow each other, times the first one's, and starts are there.
    private mutating func appendSecond(_ kind: WALRecordKind, _ histograms: ArraySlice<WALHistogram>) {
        bytes.append(kind.rawValue)
        var header = WALSecondVersionHeader()
        for sample in histograms {
            header.append(sample.reference, sample.timestamp, sample.startTimestamp, to: &bytes)
            bytes.append(sample.histogram)
        }
        endRecord()
    }
}

extension [UInt8] {
    /// Appends a histogram as records hold it (tsdb-formats.md, section 9: H and FH).
    mutating func append(_ histogram: NativeHistogram) {
        append(histogram.counterResetHint.rawValue)
        appendZigzagVarint(Int64(histogram.layout.schema))
        appendBigEndian(histogram.layout.zeroThreshold.bitPattern)
        switch histogram {
        case .integer(let integer):
            appendVarint(integer.zeroCount)
            appendVarint(integer.count)
        case .float(let float):
            appendBigEndian(float.zeroCount.bitPattern)
            appendBigEndian(float.count.bitPattern)
        }
        appendBigEndian(histogram.sum.bitPattern)
        append(histogram.layout.positiveSpans)
        append(histogram.layout.negativeSpans)
        switch histogram {
        case .integer(let integer):
            for deltas in [integer.positiveDeltas, integer.negativeDeltas] {
                appendVarint(UInt64(deltas.count))
                for delta in deltas { appendZigzagVarint(delta) }
            }
        case .float(let float):
            append(float.positiveBuckets)
            append(float.negativeBuckets)
        }
        if histogram.layout.usesCustomBuckets { append(histogram.layout.customBounds) }
    }

    private mutating func append(_ spans: [HistogramSpan]) {
        appendVarint(UInt64(spans.count))
        for span in spans {
            appendZigzagVarint(Int64(span.offset))
            appendVarint(UInt64(span.length))
        }
    }

    private mutating func append(_ values: [Double]) {
        appendVarint(UInt64(values.count))
        for value in values { appendBigEndian(value.bitPattern) }
    }
}
