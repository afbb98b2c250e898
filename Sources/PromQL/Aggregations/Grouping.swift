import PrometheusModel

/// Finds the group of each series by its labels.
struct Grouping {
    private let choice: LabelChoice
    /// The choice for series that have lost their name without having dropped it from their labels yet.
    private let namelessChoice: LabelChoice
    private let isGlobal: Bool
    private var table = LabelTable()
    private var key: [UInt8] = []
    /// For each group, whether one of its members has lost its name.
    private(set) var dropsName: [Bool] = []

    init(_ names: [String], isWithout: Bool) {
        choice = isWithout ? LabelChoice(allBut: names + [Label.metricName]) : LabelChoice(only: names)
        let nameLabels = [Label.metricName, "__type__", "__unit__"]
        namelessChoice =
            isWithout
            ? LabelChoice(allBut: names + nameLabels) : LabelChoice(only: names.filter { !nameLabels.contains($0) })
        isGlobal = names.isEmpty && !isWithout
    }

    /// Groups series that differ in the label `name` only; the metric's name counts like any other label.
    init(allBut name: String) {
        choice = LabelChoice(allBut: [name])
        namelessChoice = LabelChoice(allBut: [name, Label.metricName, "__type__", "__unit__"])
        isGlobal = false
    }

    var count: Int { table.count }

    /// The labels of a group's result.
    func labels(_ group: Int) -> Labels { table.keys[group] }

    /// The number of the series' group, counted in the order of their first members.
    mutating func group(_ row: borrowing SeriesRow, _ evaluation: Evaluation) -> (index: Int, isNew: Bool) {
        key.removeAll(keepingCapacity: true)
        let isNameless = row.dropsName && !evaluation.delaysNameRemoval
        if !isGlobal { (isNameless ? namelessChoice : choice).append(row.labels, to: &key) }
        let found = table.index(of: key)
        if found.isNew { dropsName.append(false) }
        if row.dropsName, !isNameless { dropsName[found.index] = true }
        return found
    }
}
