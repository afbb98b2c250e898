import PrometheusModel

/// The info series of a query by metric name and identifying labels, and which of them is valid at each step.
struct InfoTable {
    private struct Member {
        let labels: Labels
        /// The times of the samples at each step, in seconds.
        let times: [Double]
    }

    private struct Group {
        /// Positions in `members`.
        var members: [Int32] = []
        /// At each step the member with the newest sample, −1 where there is none.
        var choices: [Int32] = []
    }

    private let stepCount: Int
    private let identity = LabelChoice(only: InfoNode.identifyingLabels)
    private var members: [Member] = []
    private var groups: [Group] = []
    /// The groups of each metric name, by the packed identifying labels.
    private var names: [(name: String, groups: [[UInt8]: Int])] = []

    init(stepCount: Int) { self.stepCount = stepCount }

    mutating func add(_ labels: Labels, _ times: [Double]) {
        let name = labels.metricName
        let slot = names.firstIndex { $0.name == name } ?? names.count
        if slot == names.count { names.append((name, [:])) }
        var key: [UInt8] = []
        identity.append(labels, to: &key)
        let group = names[slot].groups[key] ?? groups.count
        if group == groups.count {
            names[slot].groups[key] = group
            groups.append(Group())
        }
        groups[group].members.append(Int32(members.count))
        members.append(Member(labels: labels, times: times))
    }

    /// Decides which info series are valid at which steps.
    /// - Throws: if two have samples of the same time.
    mutating func choose(at steps: StepSet) throws(PromQLError) {
        for index in groups.indices {
            var choices = [Int32](repeating: -1, count: stepCount)
            for member in groups[index].members {
                let times = members[Int(member)].times
                for step in 0..<stepCount where !times[step].isAbsent && steps.contains(step) {
                    let known = choices[step]
                    guard known >= 0 else {
                        choices[step] = member
                        continue
                    }
                    let other = members[Int(known)].times[step]
                    guard other != times[step] else {
                        throw duplicate(members[Int(known)].labels, members[Int(member)].labels, times[step])
                    }
                    if times[step] > other { choices[step] = member }
                }
            }
            groups[index].choices = choices
        }
    }

    private func duplicate(_ existing: Labels, _ new: Labels, _ seconds: Double) -> PromQLError {
        let time = Int64((seconds * 1000).rounded())
        return .execution(
            "found duplicate series for info metric: existing \(existing) @ \(time), new \(new) @ \(time)"
        )
    }

    /// The groups, at most one for each metric name, with the identifying labels of a series.
    func groups(of labels: Labels) -> [Int] {
        var key: [UInt8] = []
        identity.append(labels, to: &key)
        return names.compactMap { $0.groups[key] }
    }

    /// The number of the valid info series of a group, −1 if there is none.
    func choice(of group: Int, at step: Int) -> Int32 { groups[group].choices[step] }

    func labels(_ member: Int) -> Labels { members[member].labels }
}
