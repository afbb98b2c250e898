/// The fields of one mapping, asked for by name.
///
/// What nobody asked for is unknown and reported by `finish()`.
///
/// A missing field is `nil`. A field that is there but null has the zero value of its kind (`""`, `false`, 0, no
/// elements), as upstream has it. A field of a wrong kind is recorded and `nil`.
package final class YAMLFields {
    package let node: YAMLNode
    /// The name by which messages call the mapping's type, such as `config.plain`.
    package let typeName: String
    /// The path of the mapping in the document; empty for the document itself.
    package let path: String
    package let problems: YAMLProblems
    private var entries: [YAMLEntry] = []
    private var indices: [String: Int] = [:]
    private var known: Set<String> = []
    private let problemsBefore: Int

    /// Reads `node`; `nil`, with the mismatch recorded, if it is neither a mapping nor null.
    package init?(_ node: YAMLNode, type typeName: String, path: String, problems: YAMLProblems) {
        self.node = node
        self.typeName = typeName
        self.path = path
        self.problems = problems
        problemsBefore = problems.count
        if node.isNull { return }
        guard let entries = node.entries else {
            problems.mismatch(node, into: typeName, field: path)
            return nil
        }
        add(entries, isMerged: false)
    }

    /// Whether nothing in this mapping was recorded as a problem so far; upstream validates sound sections only.
    package var isSound: Bool { problems.count == problemsBefore }

    /// Whether the mapping has the field; does not make it known.
    package func has(_ key: String) -> Bool { indices[key] != nil }

    /// The field's value, null or not; makes the field known.
    package func value(_ key: String) -> YAMLNode? {
        known.insert(key)
        return indices[key].map { entries[$0].value }
    }

    /// The path of a field.
    package func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The names of all fields, in the order of the file.
    package var keys: [String] { entries.compactMap { $0.key.scalar?.text } }

    /// Records an unacceptable value of the field `key`, or of the mapping if it is not there.
    package func reject(_ reason: String, _ key: String? = nil) {
        guard let key else { return problems.reject(reason, at: node, field: path) }
        let place = indices[key].map { entries[$0].value } ?? node
        problems.reject(reason, at: place, field: path(key))
    }

    /// Records the fields that were never asked for.
    ///
    /// `hints` says of some of them where the setting is to be made instead.
    package func finish(hints: [String: String] = [:]) {
        for entry in entries {
            guard let key = entry.key.scalar?.text, !known.contains(key) else { continue }
            let hint = hints[key].map { " (\($0))" } ?? ""
            problems.mismatch("field \(key) not found in type \(typeName)\(hint)", at: entry.key, field: path(key))
        }
    }

    /// Adds entries; what is there already wins over what is merged.
    private func add(_ new: [YAMLEntry], isMerged: Bool) {
        var merged: [YAMLNode] = []
        for entry in new {
            guard let scalar = entry.key.scalar else {
                problems.mismatch(entry.key, into: "string", field: path)
                continue
            }
            if scalar.isMergeKey {
                merged.append(entry.value)
            } else if indices[scalar.text] == nil {
                indices[scalar.text] = entries.count
                entries.append(entry)
            } else if !isMerged {
                problems.mismatch(
                    "field \(scalar.text) already set in type \(typeName)",
                    at: entry.key,
                    field: path(scalar.text)
                )
            }
        }
        for node in merged { merge(node) }
    }

    private func merge(_ node: YAMLNode) {
        let sources = node.elements ?? [node]
        for source in sources {
            guard let entries = source.entries else {
                problems.reject("yaml: map merge requires map or sequence of maps as the value", at: node, field: path)
                return
            }
            add(entries, isMerged: true)
        }
    }
}
