/// A node of a YAML document, with the place where it stands.
///
/// Aliases are already replaced by what they name.
package struct YAMLNode: Sendable {
    /// What a node holds.
    package indirect enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
    }

    package let content: Content
    /// The line, counted from 1.
    package let line: Int
    /// The column, counted from 1 in Unicode scalars.
    package let column: Int
    /// How many nodes this one stands for, aliases expanded.
    let weight: Int

    init(_ content: Content, line: Int, column: Int) {
        self.content = content
        self.line = line
        self.column = column
        weight =
            switch content {
            case .scalar: 1
            case .sequence(let elements): elements.reduce(1) { $0.saturatingSum($1.weight) }
            case .mapping(let entries):
                entries.reduce(1) { $0.saturatingSum($1.key.weight).saturatingSum($1.value.weight) }
            }
    }

    /// Whether the node is `null`, `~` or nothing at all.
    package var isNull: Bool {
        if case .scalar(let scalar) = content { scalar.isNull } else { false }
    }

    /// The scalar, if the node is one.
    package var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// The elements, if the node is a sequence.
    package var elements: [YAMLNode]? {
        if case .sequence(let elements) = content { elements } else { nil }
    }

    /// The entries, if the node is a mapping; merge keys are not yet merged.
    package var entries: [YAMLEntry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The short tag by which messages name the kind: `!!map`, `!!seq`, `!!str`, `!!int`, ….
    package var shortTag: String {
        switch content {
        case .scalar(let scalar): scalar.shortTag
        case .sequence: "!!seq"
        case .mapping: "!!map"
        }
    }
}

extension Int {
    fileprivate func saturatingSum(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
