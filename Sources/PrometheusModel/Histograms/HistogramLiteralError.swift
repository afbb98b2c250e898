/// Why the notation of a native histogram cannot be read.
package enum HistogramLiteralError: Error, Hashable, CustomStringConvertible {
    case duplicateKey(String)
    case unknownKey(String)
    case missingColon
    case incomplete(String)
    case badBucket(String)
    case badValue(key: String, text: String)

    package var description: String {
        switch self {
        case .duplicateKey(let key): "duplicate key \"\(key)\" in histogram"
        case .unknownKey(let key): "bad histogram descriptor found: \"\(key)\""
        case .missingColon: "missing `:` for histogram descriptor"
        case .incomplete(let text): "histogram description incomplete unexpected: \"\(text)\""
        case .badBucket(let text): "invalid character in buckets description: \(text)"
        case .badValue(let key, let text): "bad value \"\(text)\" of \"\(key)\" in histogram"
        }
    }
}
