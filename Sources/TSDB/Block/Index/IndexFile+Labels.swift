internal import LabelMatching
internal import PrometheusBytes
internal import PrometheusModel
internal import Storage

extension IndexFile {
    /// Those of `ids` that have a chunk in a window, not wholly deleted; their labels are checked.
    func withChunks(
        _ ids: [UInt32],
        in window: ClosedRange<Int64>,
        _ tombstones: Tombstones
    ) throws(StorageError) -> [UInt32] {
        var kept: [UInt32] = []
        kept.reserveCapacity(ids.count)
        var symbols: [UInt32] = []
        for id in ids {
            symbols.removeAll(keepingCapacity: true)
            let descriptions = try readSymbols(of: try entry(id), into: &symbols)
            guard try hasChunk(descriptions, in: window, tombstones.isEmpty ? [] : tombstones[UInt64(id)]) else {
                continue
            }
            try checkLabels(symbols)
            kept.append(id)
        }
        return kept
    }

    private func hasChunk(
        _ descriptions: Range<Int>,
        in window: ClosedRange<Int64>,
        _ deleted: [ClosedRange<Int64>]
    ) throws(StorageError) -> Bool {
        var chunk = try ChunkDescriptionCursor(file, descriptions)
        while try chunk.next(), chunk.minTime <= window.upperBound {
            guard chunk.maxTime >= window.lowerBound else { continue }
            let span = chunk.minTime...chunk.maxTime
            if !deleted.contains(where: { $0.contains(span.lowerBound) && $0.contains(span.upperBound) }) {
                return true
            }
        }
        return false
    }

    /// The names of the labels of the series that pass the matchers, sorted as bytes.
    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        let bytes = file.bytes
        guard !matchers.isEmpty else {
            return postings.names.filter { !$0.text.isEmpty }.map { String(bytes: bytes.extracting($0.text)) }
        }
        var found: Set<UInt32> = []
        var symbols: [UInt32] = []
        for id in try select(matchers) {
            symbols.removeAll(keepingCapacity: true)
            try readSymbols(of: try entry(id), into: &symbols)
            for position in stride(from: 0, to: symbols.count, by: 2) { found.insert(symbols[position]) }
        }
        // Symbols are numbered in the order of their bytes.
        var names: [String] = []
        for symbol in found.sorted() { names.append(String(bytes: bytes.extracting(try symbolRange(symbol)))) }
        return names
    }

    /// The values of a label that some series carry, sorted as bytes.
    private func carriedValues(
        _ name: String,
        _ ids: [UInt32],
        _ matchers: [LabelMatcher]
    ) throws(StorageError) -> [String] {
        let bytes = file.bytes
        var found: Set<UInt32> = []
        var symbols: [UInt32] = []
        for id in ids {
            symbols.removeAll(keepingCapacity: true)
            try readSymbols(of: try entry(id), into: &symbols)
            for position in stride(from: 0, to: symbols.count, by: 2) {
                let text = bytes.extracting(try symbolRange(symbols[position]))
                guard name.withRawSpan({ text.hasSameBytes(as: $0) }) else { continue }
                found.insert(symbols[position + 1])
                break
            }
        }
        var values: [String] = []
        for symbol in found.sorted() {
            let value = bytes.extracting(try symbolRange(symbol))
            if matchers.allSatisfy({ $0.matches(value) }) { values.append(String(bytes: value)) }
        }
        return values
    }

    /// The values of a label of the series that pass the matchers, sorted as bytes.
    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        guard !name.isEmpty, let position = name.withRawSpan({ postings.find($0) }) else { return [] }
        let bytes = file.bytes
        // Matchers of the label itself are asked value by value, the others once.
        let own = matchers.filter { $0.name == name }
        let others = matchers.filter { $0.name != name }
        let ids = others.isEmpty ? nil : try select(others)
        if let ids, ids.isEmpty { return [] }
        if let ids, ids.count * Self.verifyingCost < postings.names[position].valueCount {
            return try carriedValues(name, ids, own)
        }
        var values: [String] = []
        var cursor = postings.values(of: position)
        while let entry = try cursor.next() {
            let value = bytes.extracting(entry.value)
            guard own.allSatisfy({ $0.matches(value) }) else { continue }
            if let ids {
                let run = try postings.run(at: entry.list)
                guard PostingsFilter.hasCommon(BigEndianIDs(bytes.extracting(run.range)), ids) else { continue }
            }
            values.append(String(bytes: value))
        }
        return values
    }
}
