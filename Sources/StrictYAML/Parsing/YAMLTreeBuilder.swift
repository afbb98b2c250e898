/// Builds a tree from parser events with an explicit stack, so that hostile nesting cannot exhaust the thread's.
final class YAMLTreeBuilder {
    private var frames: [YAMLFrame] = []
    private var anchors: [String: YAMLNode] = [:]
    private var aliasedWeight = 0
    private var nodeCount = 0

    func build(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode? {
        let source = try YAMLEventSource(bytes)
        while let event = try source.next() {
            if let root = try accept(event) { return root }
        }
        return nil
    }

    /// Takes one event; the root when it is complete.
    private func accept(_ event: YAMLEvent) throws(YAMLError) -> YAMLNode? {
        switch event.kind {
        case .scalar(let scalar):
            nodeCount += 1
            return try complete(YAMLNode(.scalar(scalar), line: event.line, column: event.column), event.anchor)
        case .alias(let name): return try complete(aliased(name, line: event.line), nil)
        case .sequenceStart, .mappingStart:
            guard frames.count < YAMLDocument.depthLimit else {
                throw .syntax(problem: "exceeded max depth of \(YAMLDocument.depthLimit)", line: event.line)
            }
            nodeCount += 1
            frames.append(YAMLFrame(event))
            return nil
        case .end:
            guard let frame = frames.popLast() else { return nil }
            return try complete(frame.node, frame.anchor)
        }
    }

    private func aliased(_ name: String, line: Int) throws(YAMLError) -> YAMLNode {
        guard !frames.contains(where: { $0.anchor == name }) else {
            throw .syntax(problem: "anchor '\(name)' value contains itself", line: line)
        }
        guard let node = anchors[name] else {
            throw .syntax(problem: "unknown anchor '\(name)' referenced", line: line)
        }
        let (sum, overflow) = aliasedWeight.addingReportingOverflow(node.weight)
        aliasedWeight = overflow ? .max : sum
        guard aliasedWeight <= YAMLDocument.aliasLimit || aliasedWeight <= nodeCount / 10 else {
            throw .syntax(problem: "document contains excessive aliasing", line: line)
        }
        return node
    }

    private func complete(_ node: YAMLNode, _ anchor: String?) throws(YAMLError) -> YAMLNode? {
        if let anchor { anchors[anchor] = node }
        guard !frames.isEmpty else { return node }
        frames[frames.count - 1].add(node)
        return nil
    }
}
