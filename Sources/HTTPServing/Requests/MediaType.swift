/// A media type with its parameters, such as `multipart/form-data; boundary=x`.
struct MediaType {
    /// The type in lower case, without parameters.
    let name: String
    private let parameters: [(name: String, value: String)]

    init(_ text: String) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmed }
        name = (parts.first ?? "").lowercased()
        parameters = parts.dropFirst().compactMap { part in
            guard let equals = part.firstIndex(of: "=") else { return nil }
            let value = part[part.index(after: equals)...]
            let isQuoted = value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
            return (part[..<equals].lowercased(), String(isQuoted ? value.dropFirst().dropLast() : value))
        }
    }

    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }
}

extension Substring {
    /// The text without blanks and tabs at both ends.
    var trimmed: Substring {
        var rest = self
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}
