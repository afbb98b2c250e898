/// Collects what does not fit while a document is decoded, so that all of it is reported together.
///
/// Mismatches of kind are collected over the whole document. A value that is not acceptable is the answer alone, as
/// upstream has it; the first one recorded is kept.
package final class YAMLProblems {
    /// What was recorded as not fitting.
    package private(set) var mismatches: [YAMLMismatch] = []
    /// The first unacceptable value.
    package private(set) var rejection: YAMLError?

    package init() {}

    /// How many problems were recorded; sections compare it to know whether they are sound.
    package var count: Int { mismatches.count + (rejection == nil ? 0 : 1) }

    /// Records a mismatch with the message that follows `line N: `.
    package func mismatch(_ reason: String, at node: YAMLNode, field: String) {
        let place = YAMLPlace(line: node.line, column: node.column, field: field)
        mismatches.append(YAMLMismatch(place: place, reason: reason))
    }

    /// Records that `node` cannot be decoded as `type`, a name as upstream's messages use it.
    package func mismatch(_ node: YAMLNode, into type: String, field: String) {
        var shown = ""
        if let text = node.scalar?.text {
            // Ten bytes is as much as upstream shows.
            shown =
                text.utf8.count > 10 ? " `\(String(decoding: text.utf8.prefix(7), as: UTF8.self))...`" : " `\(text)`"
        }
        let suffix = field.isEmpty ? "" : " (field \(field))"
        mismatch("cannot unmarshal \(node.shortTag)\(shown) into \(type)\(suffix)", at: node, field: field)
    }

    /// Records an unacceptable value.
    package func reject(_ reason: String, at node: YAMLNode, field: String) {
        guard rejection == nil else { return }
        let place = YAMLPlace(line: node.line, column: node.column, field: field)
        rejection = .rejected(reason: reason, place: place)
    }

    /// Throws what was recorded.
    package func throwIfAny() throws(YAMLError) {
        if let rejection { throw rejection }
        guard !mismatches.isEmpty else { return }
        // Decoding asks by name; the report follows the file. The sort is stable for equal places.
        throw .mismatches(
            mismatches.enumerated().sorted {
                let (first, second) = ($0.element.place, $1.element.place)
                return (first.line, first.column, $0.offset) < (second.line, second.column, $1.offset)
            }.map(\.element)
        )
    }
}
