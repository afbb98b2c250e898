/// The nodes below some paths, as far as they are known.
struct ZooKeeperTree: Sendable {
    /// A node that is there.
    private struct Node {
        var data: [UInt8]
        var children: Set<String>
    }

    private let roots: [String]
    private var nodes: [String: Node] = [:]

    init(_ paths: [String]) {
        roots = paths.map { path in
            var path = path
            while path.count > 1, path.hasSuffix("/") { path.removeLast() }
            return path
        }
    }

    /// How many nodes are known.
    var count: Int { nodes.count }

    /// Reads everything again and sets all watches; `tell` gets what changed, `nil` for nodes that are gone.
    mutating func synchronise(
        _ session: ZooKeeperSession,
        _ tell: (String, [UInt8]?) -> Void
    ) throws(ZooKeeperError) {
        for root in roots { try visit(root, session, readsAll: true, tell) }
    }

    /// Reads again what watches told of.
    mutating func update(
        _ paths: [String],
        _ session: ZooKeeperSession,
        _ tell: (String, [UInt8]?) -> Void
    ) throws(ZooKeeperError) {
        for path in paths where nodes[path] != nil || roots.contains(path) {
            try visit(path, session, readsAll: false, tell)
        }
    }

    private mutating func visit(
        _ path: String,
        _ session: ZooKeeperSession,
        readsAll: Bool,
        _ tell: (String, [UInt8]?) -> Void
    ) throws(ZooKeeperError) {
        let children: Set<String>
        do {
            let data = try session.data(path)
            if nodes[path] == nil {
                nodes[path] = Node(data: data, children: [])
                tell(path, data)
            } else if nodes[path]?.data != data {
                nodes[path]?.data = data
                tell(path, data)
            }
            children = Set(try session.children(path))
        } catch .refused(ZooKeeperError.noNode, _) {
            forget(path, tell)
            // A root may come back, and nothing above it is watched.
            if roots.contains(path), try session.exists(path) {
                try visit(path, session, readsAll: readsAll, tell)
            }
            return
        }
        let before = nodes[path]?.children ?? []
        nodes[path]?.children = children
        for gone in before.subtracting(children) { forget(Self.path(gone, in: path), tell) }
        for child in children.sorted() {
            let below = Self.path(child, in: path)
            guard readsAll || nodes[below] == nil else { continue }
            try visit(below, session, readsAll: readsAll, tell)
        }
    }

    private mutating func forget(_ path: String, _ tell: (String, [UInt8]?) -> Void) {
        guard let node = nodes.removeValue(forKey: path) else { return }
        tell(path, nil)
        for child in node.children { forget(Self.path(child, in: path), tell) }
    }

    private static func path(_ child: String, in parent: String) -> String {
        parent == "/" ? "/\(child)" : "\(parent)/\(child)"
    }
}
