/// A sequence or mapping whose end has not come yet.
struct YAMLFrame {
    let anchor: String?
    private let line: Int
    private let column: Int
    private let isMapping: Bool
    private var elements: [YAMLNode] = []
    private var entries: [YAMLEntry] = []
    private var key: YAMLNode?

    init(_ start: YAMLEvent) {
        anchor = start.anchor
        line = start.line
        column = start.column
        isMapping = start.kind == .mappingStart
    }

    mutating func add(_ node: YAMLNode) {
        guard isMapping else { return elements.append(node) }
        guard let key else { return key = node }
        entries.append(YAMLEntry(key: key, value: node))
        self.key = nil
    }

    var node: YAMLNode {
        YAMLNode(isMapping ? .mapping(entries) : .sequence(elements), line: line, column: column)
    }
}
