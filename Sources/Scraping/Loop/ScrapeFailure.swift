internal import BlockCompression
internal import HTTPClients
internal import PrometheusBytes
internal import PrometheusExposition
internal import PrometheusModel
internal import Storage

/// Why a scrape brought no samples, in upstream's words.
enum ScrapeFailure: Error, CustomStringConvertible {
    case request(HTTPClientError)
    case status(Int, reason: String)
    case bodyTooLarge
    case decompression(BlockCompressionError)
    case blankContentType
    case malformedContentType(String, reason: String)
    case unsupportedContentType(String)
    case exposition(ExpositionError)
    case missingName
    case invalidNames(Labels)
    case duplicateLabel([UInt8])
    case labelLimit(metric: String, count: Int, limit: UInt64)
    case labelNameLength(metric: String, name: String, limit: UInt64)
    case labelValueLength(metric: String, label: Label, limit: UInt64)
    case sampleLimit
    case bucketLimit
    case targetLimit(count: Int, limit: UInt64)
    case storage(StorageError)

    var description: String {
        switch self {
        case .request(let error): error.description
        case .status(let code, let reason): "server returned HTTP status \(code) \(reason)"
        case .bodyTooLarge: "body size limit exceeded"
        case .decompression(let error): error.description
        case .blankContentType:
            "non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target"
        case .malformedContentType(let type, let reason):
            "cannot parse Content-Type \(type.quoted) and no fallback_scrape_protocol for target\n\(reason)"
        case .unsupportedContentType(let type):
            "received unsupported Content-Type \(type.quoted) and no fallback_scrape_protocol specified for target"
        case .exposition(let error): error.description
        case .missingName: "missing metric name (__name__ label)"
        case .invalidNames(let labels): "invalid metric name or label names: \(Self.shown(labels))"
        case .duplicateLabel(let name): "label name \(name.quoted) is not unique: invalid sample"
        case .labelLimit, .labelNameLength, .labelValueLength: labelLimitText
        case .sampleLimit: "sample limit exceeded"
        case .bucketLimit: "histogram bucket limit exceeded"
        case .targetLimit(let count, let limit):
            "target_limit exceeded (number of targets: \(count), limit: \(limit))"
        case .storage(let error): error.description
        }
    }

    /// Whether the target answered well and what it said was the trouble.
    var isOfAnswer: Bool {
        switch self {
        case .request, .status, .bodyTooLarge, .decompression, .targetLimit: false
        default: true
        }
    }

    private var labelLimitText: String {
        switch self {
        case .labelLimit(let metric, let count, let limit):
            "label_limit exceeded (metric: \(Self.cut(metric)), number of labels: \(count), limit: \(limit))"
        case .labelNameLength(let metric, let name, let limit):
            "label_name_length_limit exceeded (metric: \(Self.cut(metric)), label name: \(Self.cut(name)), "
                + "length: \(name.utf8.count), limit: \(limit))"
        case .labelValueLength(let metric, let label, let limit):
            "label_value_length_limit exceeded (metric: \(Self.cut(metric)), label name: \(Self.cut(label.name)), "
                + "value: \(Self.cut(label.value).quoted), length: \(label.value.utf8.count), limit: \(limit))"
        default: ""
        }
    }

    /// Names and values are cut to 50 characters, because they may be what is wrong.
    private static func cut(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(50)))
    }

    /// The braces form of labels that may not be text.
    private static func shown(_ labels: Labels) -> String {
        var cursor = labels.cursor()
        var parts: [String] = []
        while cursor.next() {
            let name = Array(labels.packed[cursor.name])
            let plain = String(decoding: name, as: UTF8.self)
            parts.append(
                (plain.isLegacyLabelName ? plain : name.quoted) + "=" + Array(labels.packed[cursor.value]).quoted
            )
        }
        return "{" + parts.joined(separator: ", ") + "}"
    }
}
