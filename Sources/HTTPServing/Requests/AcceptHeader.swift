import PrometheusBytes
import PrometheusModel

/// What a client says of the types that it takes, or of the compressions.
package struct AcceptHeader: Sendable {
    /// One of them with what is said of it.
    package struct Range: Sendable {
        package let type: String
        package let parameters: [String: String]
        /// How much it is preferred; 0 is not at all.
        package let weight: Double
    }

    /// The preferred ones first, equally preferred ones in the order in which the client names them.
    package let ranges: [Range]

    package init(_ header: String) {
        let ranges = header.split(separator: ",").map { part in
            let fields = part.split(separator: ";", omittingEmptySubsequences: false).map { Self.trimmed($0) }
            var parameters: [String: String] = [:]
            for field in fields.dropFirst() {
                guard let equals = field.firstIndex(of: "=") else { continue }
                let value = field[field.index(after: equals)...]
                parameters[Self.trimmed(field[..<equals]).lowercased()] = Self.trimmed(value)
            }
            let weight = parameters["q"].flatMap { text in text.withRawSpan { FloatText.parse($0) } } ?? 1
            return Range(type: fields.first ?? "", parameters: parameters, weight: weight)
        }
        self.ranges = ranges.enumerated().sorted {
            ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
        }.map(\.element)
    }

    /// The first of `offers` among those with the greatest weight; `nil` if none is taken.
    package func best(of offers: [String]) -> String? {
        var best: (name: String, weight: Double)?
        for offer in offers {
            for range in ranges where range.weight > best?.weight ?? 0 && (range.type == "*" || range.type == offer) {
                best = (offer, range.weight)
            }
        }
        return best?.name
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
