extension SeriesIndex {
    /// Begins to remove series: their label sets are not found any more, and their numbers not used again until
    /// `continueRemoval` is done.
    /// - Complexity: O(*n*) in the series removed.
    mutating func beginRemoval(_ series: [SeriesID]) {
        precondition(removal == nil, "series are being removed already")
        for id in series { unlist(id) }
        var removal = SeriesRemoval(series, limit: count)
        var carried = IDSet(limit: labels.pairLimit)
        for id in series {
            let pairs = pairs(of: id)
            for index in pairs.indices { carried.insert(pairs[index].rawValue) }
        }
        removal.pairs = carried.elements
        self.removal = removal
    }

    /// Takes the series out of postings lists of about `budget` ids together.
    ///
    /// `true` when everything is done.
    mutating func continueRemoval(budget: Int) -> Bool {
        guard var removal else { return true }
        self.removal = nil
        var looked = 0
        var ids: [UInt32] = []
        while removal.donePairs < removal.pairs.count, looked < budget {
            let pair = PairID(removal.pairs[removal.donePairs])
            removal.donePairs += 1
            looked += Int(labels[pair].postings.count)
            rewrite(pair, &removal, &ids)
        }
        guard removal.donePairs == removal.pairs.count else {
            self.removal = removal
            return false
        }
        forgetRecentLabels()
        // One that a new series has meanwhile stays.
        labels.remove(removal.unusedPairs.filter { labels[$0].postings.count == 0 })
        free(removal.series)
        return true
    }

    private mutating func rewrite(_ pair: PairID, _ removal: inout SeriesRemoval, _ ids: inout [UInt32]) {
        ids.removeAll(keepingCapacity: true)
        decodePostings(pair, into: &ids)
        ids.removeAll { removal.isRemoved.contains($0) }
        if labels[pair].postings.isUnordered { SortedIDs.sort(&ids, limit: count) }
        var list = labels[pair].postings
        postings.release(&list)
        for id in ids { postings.append(SeriesID(id), to: &list) }
        labels[pair].postings = list
        if ids.isEmpty { removal.unusedPairs.append(pair) }
    }
}
