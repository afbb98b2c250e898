internal import HTTPClients

/// Forms as browsers send them.
enum FormText {
    static let contentType = (name: "Content-Type", value: "application/x-www-form-urlencoded")

    /// The fields in their order.
    static func text(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(PercentEscapes.formEscaped($0.name))=\(PercentEscapes.formEscaped($0.value))" }
            .joined(separator: "&")
    }
}
