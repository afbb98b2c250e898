internal import PrometheusModel

extension YAMLFields {
    /// The elements of a sequence, null ones included; `type` is the name for the message, such as
    /// `[]*config.ScrapeConfig`.
    package func elements(_ key: String, type: String) -> [YAMLNode]? {
        guard let node = value(key) else { return nil }
        if node.isNull { return [] }
        guard let elements = node.elements else {
            problems.mismatch(node, into: type, field: path(key))
            return nil
        }
        return elements
    }

    /// The path of an element of the sequence `key`.
    package func path(_ key: String, _ index: Int) -> String { "\(path(key))[\(index)]" }

    /// A mapping with known fields; `nil` if it is missing or null.
    package func fields(_ key: String, type: String) -> YAMLFields? {
        guard let node = value(key), !node.isNull else { return nil }
        return YAMLFields(node, type: type, path: path(key), problems: problems)
    }

    /// A sequence of texts.
    package func strings(_ key: String, type: String = "[]string", element: String = "string") -> [String]? {
        guard let node = value(key) else { return nil }
        return problems.strings(node, field: path(key), type: type, element: element)
    }

    /// A mapping of free names to texts, in the order of the file.
    package func stringMap(_ key: String, type: String, element: String = "string") -> [(key: String, value: String)]? {
        guard let node = value(key) else { return nil }
        return problems.map(node, field: path(key), type: type)?.compactMap { entry in
            problems.string(entry.value, field: "\(path(key)).\(entry.key)", type: element).map { (entry.key, $0) }
        }
    }

    /// A mapping of label names to values, in the order of the file.
    package func labelMap(_ key: String, type: String, element: String) -> [(name: String, value: String)] {
        guard let node = value(key) else { return [] }
        let entries = problems.map(node, field: path(key), type: type, keyFault: "is not a valid label name") ?? []
        return entries.compactMap { entry in
            problems.string(
                entry.value,
                field: "\(path(key)).\(entry.key)",
                type: element,
                fault: "is not a valid label value"
            ).map { (entry.key, $0) }
        }
    }
}

extension YAMLProblems {
    /// The texts of a sequence; null is none.
    package func strings(_ node: YAMLNode, field: String, type: String, element: String) -> [String]? {
        if node.isNull { return [] }
        guard let elements = node.elements else {
            mismatch(node, into: type, field: field)
            return nil
        }
        return elements.enumerated().compactMap { string($1, field: "\(field)[\($0)]", type: element) }
    }

    /// The entries of a mapping with free names, merge keys merged; null is none.
    package func map(
        _ node: YAMLNode,
        field: String,
        type: String,
        keyFault: String = "is not valid UTF-8"
    ) -> [(key: String, value: YAMLNode)]? {
        if node.isNull { return [] }
        guard let entries = node.entries else {
            mismatch(node, into: type, field: field)
            return nil
        }
        var result: [(key: String, value: YAMLNode)] = []
        var seen: Set<String> = []
        for entry in entries where entry.key.scalar?.isMergeKey != true {
            guard let key = string(entry.key, field: field, type: "string", fault: keyFault) else { continue }
            guard seen.insert(key).inserted else {
                mismatch("key \(key.quoted) already set in map", at: entry.key, field: "\(field).\(key)")
                continue
            }
            result.append((key, entry.value))
        }
        for entry in entries where entry.key.scalar?.isMergeKey == true {
            for source in entry.value.elements ?? [entry.value] {
                for merged in map(source, field: field, type: type) ?? [] where seen.insert(merged.key).inserted {
                    result.append(merged)
                }
            }
        }
        return result
    }
}
