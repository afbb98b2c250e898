internal import PrometheusModel

/// Why an exposition could not be parsed, in upstream's words.
///
/// Byte arrays are pieces of the exposition.
package enum ExpositionError: Error, Hashable, CustomStringConvertible {
    /// A token that the grammar does not allow here. `found` and `line` reach one byte past it.
    case unexpected(expected: String, found: [UInt8], token: String, line: [UInt8])
    /// A value or timestamp that is no number.
    case number(reason: String, line: [UInt8])
    /// A second quoted metric name.
    case nameAlreadySet(line: [UInt8])
    /// Labels without a metric name.
    case nameNotSet(line: [UInt8])
    case invalidLabelValue([UInt8])
    case invalidType([UInt8])
    case invalidHelp([UInt8])
    case unitIsNoSuffix(unit: [UInt8], metric: [UInt8])
    /// An OpenMetrics metadata line without a text.
    case textExpected(after: String)
    /// A timestamp that is NaN or infinite.
    case invalidTimestamp(Double, isExemplar: Bool)
    /// OpenMetrics without its last line.
    case endMissing
    /// More after OpenMetrics' last line.
    case dataAfterEnd
    /// Bytes that are not the protobuf format: what is wrong with them.
    case protobuf(String)

    package var description: String {
        switch self {
        case .unexpected(let expected, let found, let token, let line):
            "\(expected), got \(found.quoted) (\(token.quoted)) while parsing: \(line.quoted)"
        case .number(let reason, let line): "\(reason) while parsing: \(line.quoted)"
        case .nameAlreadySet(let line): "metric name already set while parsing: \(line.quoted)"
        case .nameNotSet(let line): "metric name not set while parsing: \(line.quoted)"
        case .invalidLabelValue(let value): "invalid UTF-8 label value: \(value.quoted)"
        case .invalidType(let type): "invalid metric type \(type.quoted)"
        case .invalidHelp(let text): "help text \(text.quoted) is not a valid utf8 string"
        case .unitIsNoSuffix(let unit, let metric): "unit \(unit.quoted) not a suffix of metric \(metric.quoted)"
        case .textExpected(let keyword): "expected text in \(keyword)"
        case .invalidTimestamp(let value, let isExemplar):
            "invalid \(isExemplar ? "exemplar " : "")timestamp \(FloatText.string(value, .fixed))"
        case .endMissing: "data does not end with # EOF"
        case .dataAfterEnd: "unexpected data after # EOF"
        case .protobuf(let reason): reason
        }
    }
}
