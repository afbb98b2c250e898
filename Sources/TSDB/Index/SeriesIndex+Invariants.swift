internal import PrometheusBytes
internal import PrometheusModel

extension SeriesIndex {
    /// Stops the process if the parts of the index contradict each other; for tests and debug builds.
    mutating func checkInvariants() {
        var carried = [UInt32](repeating: 0, count: labels.pairLimit)
        for position in 0..<count where isListed(SeriesID(position)) {
            let packed = labelSet(of: SeriesID(position)).packed
            precondition(find(packed) == SeriesID(position), "a series is not found by its label set")
            let pairs = pairs(of: SeriesID(position))
            for index in pairs.indices { carried[pairs[index].index] += 1 }
        }
        var ids: [UInt32] = []
        let all = labels.names.flatMap(\.pairs)
        precondition(
            Set(all).count == all.count && all.count == labels.pairCount,
            "a pair is listed twice or not at all"
        )
        for pair in all {
            let index = pair.index
            precondition(labels[pair].postings.count == carried[index], "a postings list has another length")
            ids.removeAll(keepingCapacity: true)
            decodePostings(pair, into: &ids)
            precondition(ids.count == Int(carried[index]), "a postings list reads back with another length")
            let isOrdered = zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
            precondition(isOrdered != labels[pair].postings.isUnordered, "postings do not ascend")
            for id in ids {
                let pairs = pairs(of: SeriesID(id))
                precondition(
                    pairs.indices.contains { pairs[$0] == pair },
                    "a postings list names a series without the pair"
                )
            }
            precondition(labels.pair(labels[pair].name, labels.valueBytes(pair)) == pair, "a pair is not found")
        }
        for name in labels.names.indices {
            let pairs = labels.names[name].pairs
            precondition(pairs.allSatisfy { labels[$0].name == UInt32(name) }, "a pair is listed with another name")
        }
    }
}
