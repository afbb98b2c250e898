internal import HTTPServing

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
        for range in AcceptHeader(header).ranges {
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
