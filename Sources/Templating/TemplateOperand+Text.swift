internal import PrometheusModel

extension TemplateOperand {
    /// The value as Go's `%v` prints it.
    func text(_ data: TemplateData, _ name: String, _ place: TemplatePlace) throws(TemplateError) -> String {
        func failure(_ reason: String) -> TemplateError {
            .execution(name: name, line: place.line, column: place.column, action: place.source, reason: reason)
        }
        switch self {
        case .string(let text): return text
        case .number(let number): return FloatText.generalString(number)
        case .unsupported(let reason): throw failure(reason)
        case .path(.labels, let names): return try Self.text(data.labels, names, failure)
        case .path(.externalLabels, let names): return try Self.text(data.externalLabels, names, failure)
        case .path(.externalURL, let names):
            if let field = names.first { throw failure("can't evaluate field \(field) in type string") }
            return data.externalURL
        case .path(.value, let names):
            if let field = names.first { throw failure("can't evaluate field \(field) in type interface {}") }
            return FloatText.generalString(data.value)
        case .path(.unknown(let field), _):
            throw failure(
                "can't evaluate field \(field) in type struct { Labels map[string]string; "
                    + "ExternalLabels map[string]string; ExternalURL string; Value interface {} }"
            )
        }
    }

    private static func text(
        _ labels: Labels,
        _ names: [String],
        _ failure: (String) -> TemplateError
    ) throws(TemplateError) -> String {
        guard let label = names.first else {
            return "map[" + labels.array.map { "\($0.name):\($0.value)" }.joined(separator: " ") + "]"
        }
        if names.count > 1 { throw failure("can't evaluate field \(names[1]) in type string") }
        return labels[label] ?? ""
    }
}
