internal import LabelMatching
internal import PrometheusBytes
internal import Storage

extension IndexFile {
    /// How many values can be compared in the time that a series takes to be looked at.
    static let verifyingCost = 8

    /// The numbers of the series that pass all matchers, ascending, which is the order of their label sets.
    ///
    /// Lists are read where they lie. What can be looked up comes first; the values of a label are only gone through if
    /// more series are left than looking at them would take.
    func select(_ matchers: [LabelMatcher]) throws(StorageError) -> [UInt32] {
        var required: [BlockCondition] = []
        var tested: [LabelCondition] = []
        var excluding: [LabelCondition] = []
        for matcher in matchers {
            let condition = LabelCondition(matcher)
            switch (condition.kind, condition.values) {
            case (.carriesNone, .listed(let values)) where values.isEmpty: break
            case (.carriesNone, _): excluding.append(condition)
            case (.carriesOne, .tested): tested.append(condition)
            case (.carriesOne, _):
                guard let resolved = try resolve(condition) else { return [] }
                required.append(resolved)
            }
        }
        required.sort { $0.seriesCount < $1.seriesCount }
        var ids: [UInt32]
        if let first = required.first {
            ids = try union(first.runs)
            for condition in required.dropFirst() where !ids.isEmpty {
                PostingsFilter.apply(condition.runs, to: &ids, file.bytes, keepsCommon: true)
            }
        } else if let first = tested.popLast() {
            guard let resolved = try resolve(first) else { return [] }
            ids = try union(resolved.runs)
        } else {
            ids = try all()
        }
        for condition in tested + excluding where !ids.isEmpty { try filter(&ids, condition) }
        return ids
    }

    /// The numbers of all series, ascending.
    func all() throws(StorageError) -> [UInt32] {
        guard let list = try postings.listOfAll() else { return [] }
        return try union([try postings.run(at: list)])
    }

    // MARK: Parts

    /// Keeps the series that meet a condition, by whichever is cheaper: looking at their labels or at the values.
    private func filter(_ ids: inout [UInt32], _ condition: LabelCondition) throws(StorageError) {
        guard let name = condition.matcher.name.withRawSpan({ postings.find($0) }), !condition.matcher.name.isEmpty
        else {
            if condition.kind == .carriesOne { ids = [] }
            return
        }
        if case .tested = condition.values, ids.count * Self.verifyingCost < postings.names[name].valueCount {
            return try verify(&ids, condition)
        }
        let runs = try runs(of: name, condition)
        PostingsFilter.apply(runs, to: &ids, file.bytes, keepsCommon: condition.kind == .carriesOne)
    }

    /// Keeps the series whose labels meet a condition.
    private func verify(_ ids: inout [UInt32], _ condition: LabelCondition) throws(StorageError) {
        var symbols: [UInt32] = []
        var kept = 0
        for position in ids.indices {
            symbols.removeAll(keepingCapacity: true)
            try readSymbols(of: try entry(ids[position]), into: &symbols)
            guard condition.matcher.matches(try value(of: condition.matcher.name, symbols)) else { continue }
            ids[kept] = ids[position]
            kept += 1
        }
        ids.removeLast(ids.count - kept)
    }

    /// The value of a label, empty if the series does not have it.
    @_lifetime(borrow self)
    private func value(of name: String, _ symbols: [UInt32]) throws(StorageError) -> RawSpan {
        let bytes = file.bytes
        for position in stride(from: 0, to: symbols.count, by: 2) {
            let text = bytes.extracting(try symbolRange(symbols[position]))
            if name.withRawSpan({ text.hasSameBytes(as: $0) }) {
                return bytes.extracting(try symbolRange(symbols[position + 1]))
            }
        }
        return bytes.extracting(0..<0)
    }

    /// The lists of the values that a condition means, `nil` if there are none.
    private func resolve(_ condition: LabelCondition) throws(StorageError) -> BlockCondition? {
        guard !condition.matcher.name.isEmpty else {
            // By upstream's rule the empty name with the empty value stands for all series.
            return nil
        }
        guard let name = condition.matcher.name.withRawSpan({ postings.find($0) }) else { return nil }
        let runs = try runs(of: name, condition)
        return runs.isEmpty ? nil : BlockCondition(runs: runs)
    }

    private func runs(of name: Int, _ condition: LabelCondition) throws(StorageError) -> [PostingsRun] {
        var runs: [PostingsRun] = []
        switch condition.values {
        case .listed(let values):
            for value in values {
                if let list = try postings.list(of: name, value.rawSpan) { runs.append(try postings.run(at: list)) }
            }
        case .all:
            var cursor = postings.values(of: name)
            while let entry = try cursor.next() { runs.append(try postings.run(at: entry.list)) }
        case .tested(let prefix):
            let bytes = file.bytes
            var cursor = try postings.values(of: name, from: prefix.rawSpan)
            while let entry = try cursor.next() {
                let value = bytes.extracting(entry.value)
                guard value.hasPrefix(prefix.rawSpan) else { break }
                if condition.selects(value) { runs.append(try postings.run(at: entry.list)) }
            }
        }
        return runs
    }

    /// The ids of lists that have none in common, ascending.
    private func union(_ runs: [PostingsRun]) throws(StorageError) -> [UInt32] {
        let bytes = file.bytes
        var ids: [UInt32] = []
        ids.reserveCapacity(runs.reduce(0) { $0 + $1.count })
        for run in runs {
            let list = BigEndianIDs(bytes.extracting(run.range))
            for position in 0..<list.count {
                let id = list[position]
                guard runs.count > 1 || ids.last.map({ $0 < id }) ?? true else {
                    throw file.corrupt("postings list is not in order", at: run.offset)
                }
                ids.append(id)
            }
        }
        if runs.count > 1 {
            let count = ids.count
            SortedIDs.sort(&ids, limit: Int(ids.max() ?? 0) + 1)
            var isDistinct = ids.count == count
            for position in ids.indices.dropFirst() where ids[position] == ids[position - 1] { isDistinct = false }
            guard isDistinct else {
                throw file.corrupt("a series is in the lists of two values of a label", at: runs[0].offset)
            }
        }
        return ids
    }
}
