/// What one provider found: its groups by their sources, in the order in which they came.
struct ProviderGroups {
    private var groups: [TargetGroup?] = []
    private var indices: [String: Int] = [:]

    init() {}

    init(_ groups: [TargetGroup]) { take(groups) }

    /// The groups that have targets.
    var present: [TargetGroup] { groups.compactMap(\.self) }

    /// Takes groups in place of earlier ones of their sources; groups without targets only remove.
    mutating func take(_ changed: [TargetGroup]) {
        for group in changed {
            switch (indices[group.source], group.targets.isEmpty) {
            case (let index?, false): groups[index] = group
            case (let index?, true):
                groups[index] = nil
                indices[group.source] = nil
            case (nil, false):
                indices[group.source] = groups.count
                groups.append(group)
            case (nil, true): continue
            }
        }
        if groups.count > 2 * indices.count + 16 { compact() }
    }

    /// Drops the places of groups that are gone.
    private mutating func compact() {
        groups = groups.filter { $0 != nil }
        indices = [:]
        for case (let index, let group?) in groups.enumerated() { indices[group.source] = index }
    }
}
