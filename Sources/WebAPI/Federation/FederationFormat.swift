internal import PrometheusBytes
internal import PrometheusModel

/// How `/federate` writes its answer, as the client asks for it.
struct FederationFormat: Equatable {
    /// What the bytes are.
    enum Encoding: Equatable {
        case text
        case delimited
        case prettyText
        case compactText
    }

    private static let family = "io.prometheus.client.MetricFamily"

    let encoding: Encoding
    let escaping: NameEscapingScheme

    /// The format that an `Accept` header asks for; the text format if it asks for none that is known.
    init(accepting header: String) {
        var escaping = NameEscapingScheme.underscores
        for range in Self.ranges(header) {
            // What an unacceptable type says of names holds all the same, as upstream has it.
            if let named = range.parameters["escaping"].flatMap(NameEscapingScheme.init(rawValue:)) { escaping = named }
            if let encoding = Self.encoding(range.type, range.parameters) {
                (self.encoding, self.escaping) = (encoding, escaping)
                return
            }
        }
        (encoding, self.escaping) = (.text, escaping)
    }

    private static func encoding(_ type: String, _ parameters: [String: String]) -> Encoding? {
        switch type {
        case "application/vnd.google.protobuf" where parameters["proto"] == family:
            switch parameters["encoding"] {
            case "delimited": .delimited
            case "text": .prettyText
            case "compact-text": .compactText
            default: nil
            }
        case "text/plain":
            switch parameters["version"] {
            // Upstream writes both and calls both the older one.
            case nil, "", "0.0.4", "1.0.0": .text
            default: nil
            }
        default: nil
        }
    }

    /// The media ranges of an `Accept` header, the preferred ones first.
    private static func ranges(_ header: String) -> [(type: String, parameters: [String: String])] {
        var ranges: [(type: String, parameters: [String: String], weight: Double)] = []
        for part in header.split(separator: ",") {
            let fields = part.split(separator: ";", omittingEmptySubsequences: false).map { trimmed($0) }
            var parameters: [String: String] = [:]
            for field in fields.dropFirst() {
                guard let equals = field.firstIndex(of: "=") else { continue }
                let value = field[field.index(after: equals)...]
                parameters[trimmed(field[..<equals]).lowercased()] = trimmed(value)
            }
            let weight = parameters["q"].flatMap { text in text.withRawSpan { FloatText.parse($0) } } ?? 1
            ranges.append((fields.first ?? "", parameters, weight))
        }
        // The sort is stable for equal weights.
        return ranges.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map { ($0.element.type, $0.element.parameters) }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// Whether native histograms can be written.
    var takesHistograms: Bool { encoding != .text }

    /// The media type with its parameters.
    var contentType: String {
        let protobuf = "application/vnd.google.protobuf; proto=\(Self.family); encoding="
        let type =
            switch encoding {
            case .text: "text/plain; version=0.0.4; charset=utf-8"
            case .delimited: protobuf + "delimited"
            case .prettyText: protobuf + "text"
            case .compactText: protobuf + "compact-text"
            }
        return "\(type); escaping=\(escaping.rawValue)"
    }
}
