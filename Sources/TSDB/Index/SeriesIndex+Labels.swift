internal import LabelMatching
internal import PrometheusBytes

extension SeriesIndex {
    /// A number that changes whenever the list of all names does, or that of all values of a name.
    func version(of list: LabelList) -> UInt64 {
        switch list {
        case .names: labels.namesVersion
        // Names are never forgotten: one that is not here has had no value.
        case .values(let name): name.withRawSpan({ labels.name($0) }).map { labels.names[Int($0)].version } ?? 0
        }
    }

    /// The names of the labels of the series that pass the matchers, sorted as bytes.
    func labelNames(_ matchers: [LabelMatcher]) -> [String] {
        guard !matchers.isEmpty else {
            return sortedNames(labels.names.indices.filter { !labels.names[$0].pairs.isEmpty })
        }
        var isUsed = [Bool](repeating: false, count: labels.names.count)
        for id in select(matchers) {
            let pairs = pairs(of: SeriesID(id))
            for index in pairs.indices { isUsed[Int(labels[pairs[index]].name)] = true }
        }
        return sortedNames(isUsed.indices.filter { isUsed[$0] })
    }

    /// The values of a label of the series that pass the matchers, sorted as bytes.
    func labelValues(_ name: String, _ matchers: [LabelMatcher]) -> [String] {
        guard let name = name.withRawSpan({ labels.name($0) }) else { return [] }
        guard !matchers.isEmpty else { return sortedValues(labels.names[Int(name)].pairs) }
        var isUsed = [Bool](repeating: false, count: labels.pairLimit)
        for id in select(matchers) {
            let pairs = pairs(of: SeriesID(id))
            for index in pairs.indices where labels[pairs[index]].name == name {
                isUsed[pairs[index].index] = true
                break
            }
        }
        return sortedValues(labels.names[Int(name)].pairs.filter { isUsed[$0.index] })
    }

    private func sortedNames(_ names: [Int]) -> [String] {
        names
            .sorted { labels.nameBytes(UInt32($0)).compareBytes(with: labels.nameBytes(UInt32($1))) < 0 }
            .map { text(labels.nameBytes(UInt32($0))) }
    }

    private func sortedValues(_ pairs: [PairID]) -> [String] {
        pairs
            .sorted { labels.valueBytes($0).compareBytes(with: labels.valueBytes($1)) < 0 }
            .map { text(labels.valueBytes($0)) }
    }

    func text(_ bytes: RawSpan) -> String {
        // Safe: the bytes are read while the closure runs.
        unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
