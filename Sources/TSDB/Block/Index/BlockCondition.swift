/// What a label matcher asks of a series of a block: to be in one of some postings lists.
struct BlockCondition {
    /// Lists of values of one name: no id is in two of them.
    let runs: [PostingsRun]
    /// The number of series in the lists.
    let seriesCount: Int

    init(runs: [PostingsRun]) {
        self.runs = runs
        seriesCount = runs.reduce(0) { $0 + $1.count }
    }
}
