internal import PrometheusBytes
internal import PrometheusModel

extension SeriesIndex {
    /// Stops the process if the parts of the index contradict each other; for tests and debug builds.
    mutating func checkInvariants() {
        var carried = [UInt32](repeating: 0, count: labels.pairCount)
        for position in 0..<count {
            let packed = labelSet(of: SeriesID(position)).packed
            precondition(find(packed) == SeriesID(position), "a series is not found by its label set")
            let pairs = pairs(of: SeriesID(position))
            for index in pairs.indices { carried[pairs[index].index] += 1 }
        }
        var ids: [UInt32] = []
        for index in 0..<labels.pairCount {
            let pair = PairID(index)
            precondition(labels[pair].postings.count == carried[index], "a postings list has another length")
            ids.removeAll(keepingCapacity: true)
            decodePostings(pair, into: &ids)
            precondition(ids.count == Int(carried[index]), "a postings list reads back with another length")
            precondition(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }, "postings do not ascend")
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
            precondition(zip(pairs, pairs.dropFirst()).allSatisfy { $0 < $1 }, "pairs of a name do not ascend")
            precondition(pairs.allSatisfy { labels[$0].name == UInt32(name) }, "a pair is listed with another name")
        }
    }
}
