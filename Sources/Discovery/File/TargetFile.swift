internal import PrometheusModel
internal import StrictYAML

/// A file with target groups, YAML or JSON by its name's end.
enum TargetFile {
    /// Reads all groups; each gets the path as `__meta_filepath`.
    static func read(_ path: String) throws(TargetFileError) -> [TargetGroup] {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.read(path)
        } catch {
            throw .unreadable(error)
        }
        return try decode(bytes, path: path)
    }

    /// Decodes the bytes of a file.
    static func decode(_ bytes: [UInt8], path: String) throws(TargetFileError) -> [TargetGroup] {
        let isJSON = path.lowercased().hasSuffix(".json")
        let root = isJSON ? try json(bytes) : try yaml(bytes)
        guard let root, !root.isNull else { return [] }
        return try checked(root, path: path, label: "__meta_filepath", isJSON: isJSON)
    }

    /// Decodes the JSON that `name` (a path or a URL) gave; each group gets the name as `label`.
    static func decodeJSON(_ bytes: [UInt8], name: String, label: String) throws(TargetFileError) -> [TargetGroup] {
        let root = try json(bytes)
        return root.isNull ? [] : try checked(root, path: name, label: label, isJSON: true)
    }

    private static func checked(
        _ root: YAMLNode,
        path: String,
        label: String,
        isJSON: Bool
    ) throws(TargetFileError) -> [TargetGroup] {
        let problems = YAMLProblems()
        let groups = decode(root, path: path, label: label, isJSON: isJSON, problems)
        do {
            try problems.throwIfAny()
        } catch {
            throw .malformed(error)
        }
        return groups
    }

    private static func json(_ bytes: [UInt8]) throws(TargetFileError) -> YAMLNode {
        do {
            return try JSONDocument(bytes: bytes).root
        } catch {
            throw .notJSON(error)
        }
    }

    private static func yaml(_ bytes: [UInt8]) throws(TargetFileError) -> YAMLNode? {
        do {
            return try YAMLDocument(bytes: bytes).root
        } catch {
            throw .malformed(error)
        }
    }

    private static func decode(
        _ root: YAMLNode,
        path: String,
        label: String,
        isJSON: Bool,
        _ problems: YAMLProblems
    ) -> [TargetGroup] {
        guard let elements = root.elements else {
            problems.mismatch(root, into: "[]*targetgroup.Group", field: "")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            guard !element.isNull else {
                problems.reject("nil target group item found", at: element, field: "[\(index)]")
                return nil
            }
            if isJSON { requireStrings(element, "[\(index)]", problems) }
            let source = "\(path):\(index)"
            guard
                var group = TargetGroup(decoding: element, source: source, path: "[\(index)]", problems: problems)
            else { return nil }
            var labels = LabelsBuilder(group.labels)
            labels.set(label, path)
            group.labels = labels.labels()
            return group
        }
    }

    /// JSON's numbers and booleans are no texts, other than YAML's.
    private static func requireStrings(_ group: YAMLNode, _ path: String, _ problems: YAMLProblems) {
        for entry in group.entries ?? [] {
            let values = entry.value.elements ?? (entry.value.entries ?? []).map(\.value)
            for value in values where value.scalar?.isPlain == true {
                problems.mismatch(value, into: "string", field: "\(path).\(entry.key.scalar?.text ?? "")")
            }
        }
    }
}
