/// Series that are being taken out of the index, a slice at a time.
struct SeriesRemoval {
    /// The series.
    let series: [SeriesID]
    /// The same as a set.
    let isRemoved: IDSet
    /// The pairs that they carry, each once.
    var pairs: [UInt32] = []
    /// The number of pairs whose postings are done.
    var donePairs = 0
    /// The pairs among those that no series has any more.
    var unusedPairs: [PairID] = []

    init(_ series: [SeriesID], limit: Int) {
        self.series = series
        var isRemoved = IDSet(limit: limit)
        for id in series { isRemoved.insert(id.rawValue) }
        self.isRemoved = isRemoved
    }
}
