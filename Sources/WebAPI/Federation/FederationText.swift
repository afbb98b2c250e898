internal import PrometheusModel

/// Writes families in the text format.
struct FederationText {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ family: FederatedFamily) {
        let kind = family.kind == .untyped ? "untyped" : "histogram"
        append("# TYPE \(family.name.isLegacyMetricName ? family.name : family.name.quoted) \(kind)\n")
        for member in family.members {
            switch member.value {
            case .float(let value): line(family.name, member, value)
            case .histogram(let histogram): append(histogram, family.name, member)
            }
        }
    }

    /// A histogram with bounds of its own, as a classic one.
    private mutating func append(_ histogram: FloatHistogram, _ name: String, _ member: FederatedFamily.Member) {
        for bucket in histogram.cumulativeBuckets {
            line(name + "_bucket", member, bucket.count, bound: bucket.bound)
        }
        line(name + "_bucket", member, histogram.count, bound: .infinity)
        line(name + "_sum", member, histogram.sum)
        line(name + "_count", member, histogram.count)
    }

    private mutating func line(
        _ name: String,
        _ member: FederatedFamily.Member,
        _ value: Double,
        bound: Double? = nil
    ) {
        var labels = member.labels.map { "\($0.name.quotedIfNeeded)=\"\(Self.escaped($0.value))\"" }
        if let bound { labels.append("le=\"\(FloatText.generalString(bound))\"") }
        if name.isLegacyMetricName { append(name) } else { labels.insert(name.quoted, at: 0) }
        if !labels.isEmpty { append("{\(labels.joined(separator: ","))}") }
        append(" ")
        FloatText.append(value, to: &bytes, .general)
        append(" \(member.timestamp)\n")
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x0A || $0 == 0x22 }) else { return value }
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

extension FloatHistogram {
    /// The cumulative counts at the bounds of a histogram with bounds of its own, the last one, which is infinite, left
    /// out.
    var cumulativeBuckets: [(bound: Double, count: Double)] {
        var counts = [Double](repeating: 0, count: layout.customBounds.count + 1)
        var index = 0
        var next = 0
        for span in layout.positiveSpans {
            index += Int(span.offset)
            for _ in 0..<span.length {
                if index >= 0, index < counts.count, next < positiveBuckets.count {
                    counts[index] = positiveBuckets[next]
                }
                index += 1
                next += 1
            }
        }
        var total = 0.0
        return layout.customBounds.indices.map { position in
            total += counts[position]
            return (layout.customBounds[position], total)
        }
    }
}
