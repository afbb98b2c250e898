extension FloatHistogram: CustomStringConvertible {
    /// Upstream's text: `{count:3, sum:5.5, [-0.001,0.001]:1, (1,2]:2}`.
    @usableFromInline package var description: String {
        var text = "{count:\(FloatText.generalString(count)), sum:\(FloatText.generalString(sum))"
        for bucket in negative.reversed() where bucket.count != 0 { text += ", \(bucket)" }
        if zeroCount != 0 { text += ", \(zeroBucket)" }
        for bucket in positive where bucket.count != 0 { text += ", \(bucket)" }
        return text + "}"
    }

    /// The notation of scripts and unit tests: `{{schema:1 count:3 sum:5.5 buckets:[1 2]}}`.
    package var scriptText: String {
        var words: [String] = []
        func add(_ key: String, _ value: Double) {
            if value != 0 { words.append("\(key):\(FloatText.generalString(value))") }
        }
        func list(_ values: [Double]) -> String {
            "[" + values.map(FloatText.generalString).joined(separator: " ") + "]"
        }
        if layout.schema != 0 { words.append("schema:\(layout.schema)") }
        add("count", count)
        add("sum", sum)
        add("z_bucket", zeroCount)
        add("z_bucket_w", layout.zeroThreshold)
        if usesCustomBuckets { words.append("custom_values:" + list(layout.customBounds)) }
        switch counterResetHint {
        case .unknown: break
        case .reset: words.append("counter_reset_hint:reset")
        case .notReset: words.append("counter_reset_hint:not_reset")
        case .gauge: words.append("counter_reset_hint:gauge")
        }
        func add(_ spans: [HistogramSpan], _ counts: [Double], offset: String, buckets: String) {
            let (start, dense) = Self.dense(spans, counts)
            if start != 0 { words.append("\(offset):\(start)") }
            if !dense.isEmpty { words.append(buckets + ":" + list(dense)) }
        }
        add(layout.positiveSpans, positiveBuckets, offset: "offset", buckets: "buckets")
        add(layout.negativeSpans, negativeBuckets, offset: "n_offset", buckets: "n_buckets")
        return "{{" + words.joined(separator: " ") + "}}"
    }

    /// The buckets from the first to the last populated one, in one run.
    private static func dense(_ spans: [HistogramSpan], _ counts: [Double]) -> (start: Int32, counts: [Double]) {
        var start: Int32 = 0
        var result: [Double] = []
        BucketRuns.forEach(spans, counts) { index, count in
            guard count != 0 || !result.isEmpty else { return }
            if result.isEmpty { start = index }
            while start &+ Int32(result.count) < index { result.append(0) }
            result.append(count)
        }
        while result.last == 0 { result.removeLast() }
        return (start, result)
    }
}

extension HistogramBucket: CustomStringConvertible {
    /// Upstream's text: `(1,2]:3`.
    @usableFromInline package var description: String {
        (includesLower ? "[" : "(") + FloatText.generalString(lower) + "," + FloatText.generalString(upper)
            + (includesUpper ? "]" : ")") + ":" + FloatText.generalString(count)
    }
}
