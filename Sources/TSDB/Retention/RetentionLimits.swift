internal import PrometheusModel

/// How long and how much is kept.
package struct RetentionLimits: Hashable, Sendable {
    /// Milliseconds; 0 for no limit.
    package var timeMilliseconds: Int64 = 0
    /// Bytes; 0 for no limit.
    package var sizeBytes: Int64 = 0
    /// Percent of the file system; 0 for no limit, otherwise it replaces `sizeBytes`.
    package var percentage = 0.0

    package init() {}

    /// The limit in bytes on a file system of `capacityBytes`, which is `nil` if it is not known; 0 for none.
    package func effectiveSizeBytes(capacityBytes: UInt64?) -> Int64 {
        guard percentage > 0, let capacityBytes else { return sizeBytes }
        // At least a byte: 0 would be no limit.
        return max(Int64(exactly: (Double(capacityBytes) * percentage / 100).rounded(.down)) ?? .max, 1)
    }

    /// The limits as `/api/v1/status/runtimeinfo` shows them: `15d or 10GB`.
    package var text: String {
        var parts: [String] = []
        if timeMilliseconds != 0 { parts.append(DurationText.string(milliseconds: timeMilliseconds)) }
        if percentage != 0 {
            parts.append("\(FloatText.generalString(percentage))%")
        } else if sizeBytes != 0 {
            parts.append(ByteSizeText.string(bytes: sizeBytes))
        }
        return parts.joined(separator: " or ")
    }
}
