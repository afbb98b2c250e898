/// The warnings and infos of a query, each text once.
package struct Annotations: Sendable {
    /// The most texts of one severity that an answer carries.
    package static let limit = 10

    private var contents: [Annotation] = []
    /// Where in `contents` the annotation with a severity and a text is.
    private var known: [String: Int] = [:]

    package init() {}

    package var isEmpty: Bool { contents.isEmpty }

    /// Adds an annotation unless its text is there already; the position does not make it another one.
    package mutating func add(_ annotation: Annotation) {
        let key = annotation.severity.rawValue + annotation.text
        guard let index = known[key] else {
            known[key] = contents.count
            return contents.append(annotation)
        }
        if let detail = annotation.detail { contents[index].detail?.merge(detail) }
    }

    /// Adds a warning.
    package mutating func warn(_ text: String, at offset: Int?) { add(Annotation(.warning, text, offset: offset)) }
    /// Adds an info.
    package mutating func inform(_ text: String, at offset: Int?) { add(Annotation(.info, text, offset: offset)) }

    /// Adds all annotations of `other`.
    package mutating func merge(_ other: Annotations) {
        for annotation in other.contents { add(annotation) }
    }

    /// All warnings as the API shows them; more than `limit` of them are replaced by their number (0: no limit).
    package func warnings(in query: String, limit: Int = Annotations.limit) -> [String] {
        rendered(.warning, contents, in: query, limit)
    }

    /// All infos as the API shows them; more than `limit` of them are replaced by their number (0: no limit).
    package func infos(in query: String, limit: Int = Annotations.limit) -> [String] {
        rendered(.info, contents, in: query, limit)
    }

    private func rendered(
        _ severity: Annotation.Severity,
        _ all: [Annotation],
        in query: String,
        _ limit: Int
    ) -> [String] {
        let texts = all.filter { $0.severity == severity }.map { $0.rendered(in: query) }
        guard limit > 0, texts.count > limit else { return texts }
        return texts.prefix(limit) + ["\(texts.count - limit) more \(severity.rawValue) annotations omitted"]
    }
}
