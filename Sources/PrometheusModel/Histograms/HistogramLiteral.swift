/// A native histogram as scripts and unit tests write it: `{{schema:1 sum:5.5 count:3 buckets:[1 2]}}`.
package struct HistogramLiteral: Sendable, Hashable {
    package var histogram = FloatHistogram()
    /// Whether it was written what is known about resets; if not, an expectation says nothing about it.
    package var hasExplicitHint = false

    private var positive = Side()
    private var negative = Side()

    /// The buckets of one side.
    private struct Side: Sendable, Hashable {
        var offset: Int32 = 0
        var counts: [Double] = []

        var spans: [HistogramSpan] {
            counts.isEmpty ? [] : [HistogramSpan(offset: offset, length: UInt32(counts.count))]
        }
    }

    /// Reads the text with its braces.
    package init(_ text: some StringProtocol) throws(HistogramLiteralError) {
        let trimmed = text.drop(while: \.isWhitespace)
        guard trimmed.hasPrefix("{{"), let end = trimmed.lastIndex(of: "}"), trimmed[..<end].hasSuffix("}") else {
            throw .incomplete(String(text))
        }
        var seen: Set<String> = []
        var rest = Substring(trimmed[..<trimmed.index(before: end)].dropFirst(2)).drop(while: \.isWhitespace)
        while let first = rest.first {
            let key = String(rest.prefix { !$0.isWhitespace && $0 != ":" && $0 != "[" })
            rest = rest.dropFirst(key.count)
            guard Self.keys.contains(key) else { throw .unknownKey(key.isEmpty ? String(first) : key) }
            guard rest.first == ":" else { throw .missingColon }
            guard seen.insert(key).inserted else { throw .duplicateKey(key) }
            rest = rest.dropFirst()
            if rest.first == "[" {
                guard let close = rest.firstIndex(of: "]") else { throw .incomplete(String(rest)) }
                try set(key, list: rest[rest.index(after: rest.startIndex)..<close])
                rest = rest[rest.index(after: close)...]
            } else {
                let word = rest.prefix { !$0.isWhitespace }
                try set(key, String(word))
                rest = rest.dropFirst(word.count)
            }
            rest = rest.drop(while: \.isWhitespace)
        }
        histogram.layout.positiveSpans = positive.spans
        histogram.positiveBuckets = positive.counts
        histogram.layout.negativeSpans = negative.spans
        histogram.negativeBuckets = negative.counts
    }

    private static let keys: Set<String> = [
        "schema", "sum", "count", "z_bucket", "z_bucket_w", "buckets", "offset", "n_buckets", "n_offset",
        "custom_values", "counter_reset_hint",
    ]

    private mutating func set(_ key: String, list: Substring) throws(HistogramLiteralError) {
        var values: [Double] = []
        for word in list.split(whereSeparator: \.isWhitespace) {
            guard let value = try? FloatText.parse(String(word)) else { throw .badBucket(String(word)) }
            values.append(value)
        }
        switch key {
        case "buckets": positive.counts = values
        case "n_buckets": negative.counts = values
        case "custom_values": histogram.layout.customBounds = values
        default: throw .badValue(key: key, text: "[")
        }
    }

    private mutating func set(_ key: String, _ text: String) throws(HistogramLiteralError) {
        switch key {
        case "schema": histogram.layout.schema = try Self.integer(key, text)
        case "offset": positive.offset = try Self.integer(key, text)
        case "n_offset": negative.offset = try Self.integer(key, text)
        case "sum": histogram.sum = try Self.number(key, text)
        case "count": histogram.count = try Self.number(key, text)
        case "z_bucket": histogram.zeroCount = try Self.number(key, text)
        case "z_bucket_w": histogram.layout.zeroThreshold = try Self.number(key, text)
        case "counter_reset_hint":
            hasExplicitHint = true
            switch text {
            case "unknown": histogram.counterResetHint = .unknown
            case "reset": histogram.counterResetHint = .reset
            case "not_reset": histogram.counterResetHint = .notReset
            case "gauge": histogram.counterResetHint = .gauge
            default: throw .badValue(key: key, text: text)
            }
        default: throw .badValue(key: key, text: text)
        }
    }

    private static func integer(_ key: String, _ text: String) throws(HistogramLiteralError) -> Int32 {
        guard let value = Int32(text) else { throw .badValue(key: key, text: text) }
        return value
    }

    private static func number(_ key: String, _ text: String) throws(HistogramLiteralError) -> Double {
        guard let value = try? FloatText.parse(text) else { throw .badValue(key: key, text: text) }
        return value
    }
}
