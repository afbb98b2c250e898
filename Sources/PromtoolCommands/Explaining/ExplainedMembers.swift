internal import PrometheusModel
internal import StrictYAML

/// The members of a JSON object.
struct ExplainedMembers {
    private let members: [String: YAMLNode]

    /// `nil` if the node is not an object.
    init?(_ node: YAMLNode?) {
        guard let entries = node?.entries else { return nil }
        members = Dictionary(entries.map { ($0.key.scalar?.text ?? "", $0.value) }) { $1 }
    }

    subscript(name: String) -> YAMLNode? { members[name] }

    func text(_ name: String) -> String? { members[name]?.scalar?.text }

    /// The number `name`, 0 if there is none.
    func number(_ name: String) -> Double { text(name).flatMap { try? FloatText.parse($0) } ?? 0 }

    /// The whole number `name`, 0 if there is none.
    func integer(_ name: String) -> Int { text(name).flatMap { Int($0) } ?? 0 }
}
