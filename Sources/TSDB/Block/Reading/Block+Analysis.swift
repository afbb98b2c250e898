package import LabelMatching
internal import PrometheusModel
package import Storage

extension Block {
    /// Counts what the series that pass the matchers are made of; at most `limit` rows a list.
    package func analyze(limit: Int, matchers: [LabelMatcher]) throws(StorageError) -> BlockAnalysis {
        var analysis = BlockAnalysis()
        analysis.seriesCount =
            try index.postings.listOfAll().map { list throws(StorageError) in
                try index.postings.run(at: list).count
            } ?? 0
        let ids = matchers.isEmpty ? try index.all() : try index.select(matchers)
        analysis.matchedSeriesCount = ids.count
        let duration = max(1, meta.maxTime &- meta.minTime)
        var pairs: [UInt64: Usage] = [:]
        var symbols: [UInt32] = []
        var chunks = ChunkReferences()
        for id in ids {
            symbols.removeAll(keepingCapacity: true)
            chunks.removeAll()
            try index.readChunks(of: try index.readSymbols(of: try index.entry(id), into: &symbols), into: &chunks)
            let covered = (chunks.maxTimes.last ?? 0) &- (chunks.minTimes.first ?? 0)
            for position in stride(from: 0, to: symbols.count - 1, by: 2) {
                let key = UInt64(symbols[position]) << 32 | UInt64(symbols[position + 1])
                pairs[key, default: Usage()].add(missing: duration &- covered)
                analysis.entryCount += 1
            }
        }
        try fill(&analysis, pairs, duration, limit)
        return analysis
    }

    /// How many series have a label, and for how long they have no samples.
    private struct Usage {
        var seriesCount = 0
        var missing: Int64 = 0

        mutating func add(missing time: Int64) {
            seriesCount += 1
            missing &+= time
        }
    }

    private func fill(
        _ analysis: inout BlockAnalysis,
        _ pairs: [UInt64: Usage],
        _ duration: Int64,
        _ limit: Int
    ) throws(StorageError) {
        analysis.labelPairCount = pairs.count
        var missing: [UInt32: Int64] = [:]
        var valueCounts: [UInt32: Int] = [:]
        var valueBytes: [UInt32: Int] = [:]
        var metrics: [(key: UInt64, value: Int)] = []
        for (pair, usage) in pairs {
            let (name, value) = (UInt32(pair >> 32), UInt32(truncatingIfNeeded: pair))
            missing[name, default: 0] &+= usage.missing
            valueCounts[name, default: 0] += 1
            valueBytes[name, default: 0] += try index.symbolRange(value).count
            if try text(name) == Label.metricName { metrics.append((UInt64(value), usage.seriesCount)) }
        }
        analysis.labelNameCount = valueCounts.count
        let pairName = { (pair: UInt64) throws(StorageError) in
            "\(try self.text(UInt32(pair >> 32)))=\(try self.text(UInt32(truncatingIfNeeded: pair)))"
        }
        let name = { (symbol: UInt32) throws(StorageError) in try self.text(symbol) }
        analysis.churningPairs = try Self.top(
            pairs.map { ($0.key, Int($0.value.missing / duration)) },
            limit,
            pairName
        )
        analysis.commonPairs = try Self.top(pairs.map { ($0.key, $0.value.seriesCount) }, limit, pairName)
        analysis.churningNames = try Self.top(missing.map { ($0.key, Int($0.value / duration)) }, limit, name)
        analysis.valueCountByName = try Self.top(valueCounts.map { ($0.key, $0.value) }, limit, name)
        analysis.valueBytesByName = try Self.top(valueBytes.map { ($0.key, $0.value) }, limit, name)
        analysis.seriesCountByMetricName = try Self.top(metrics.map { (UInt32($0.key), $0.value) }, limit, name)
    }

    private func text(_ symbol: UInt32) throws(StorageError) -> String {
        let file = index.file
        return String(bytes: file.bytes.extracting(try index.symbolRange(symbol)))
    }

    private static func top<Key: Comparable>(
        _ counts: [(key: Key, value: Int)],
        _ limit: Int,
        _ name: (Key) throws(StorageError) -> String
    ) throws(StorageError) -> [CardinalityStatistics.Count] {
        var rows: [CardinalityStatistics.Count] = []
        // Where counts are the same, the order of the texts decides, so that the answer is always the same.
        for (key, value) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(max(0, limit)) {
            rows.append(CardinalityStatistics.Count(try name(key), value))
        }
        return rows
    }
}
