import LabelMatching
import PrometheusModel
import Storage

/// `info`: adds the labels of info series to the series of the same instance and job.
struct InfoNode: VectorNode {
    /// The labels that say what a series is about.
    static let identifyingLabels = ["instance", "job"]

    let child: any VectorNode
    /// The info series.
    let source: SeriesSource
    /// What their names are like; series with such names are not enriched.
    let nameMatchers: [LabelMatcher]
    /// What their labels are like, and with that which of them are wanted; all of them if there are none.
    let dataMatchers: [LabelMatcher]

    var isUniqueWithoutName: Bool { false }

    /// Whether series that nothing is found for stay.
    private var keepsUnmatched: Bool { dataMatchers.allSatisfy(\.matchesEmpty) }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        var base: [SeriesRow] = []
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            try evaluation.hold(row)
            base.append(row.take())
        }
        var present = StepSet(count: grid.count)
        var isInfo: [Bool] = []
        for row in base {
            present.formUnion(StepSet(of: row))
            isInfo.append(nameMatchers.allSatisfy { $0.matches(row.labels) })
        }
        var table = InfoTable(stepCount: grid.count)
        let wanted = wantedValues(base, isInfo)
        if wanted.contains(where: { !$0.isEmpty }) { try collect(wanted, &table, evaluation, grid) }
        try table.choose(at: present)
        var results = RowCollection(.merge)
        for index in base.indices {
            try evaluation.limits.check()
            if isInfo[index] {
                try results.add(&base[index])
            } else {
                try enrich(base[index], table, &results)
            }
        }
        try results.drain(sink)
        evaluation.limits.release(base.reduce(0) { $0 + $1.weight })
    }

    /// For each identifying label, the values that series to be enriched have.
    private func wantedValues(_ base: [SeriesRow], _ isInfo: [Bool]) -> [Set<String>] {
        var wanted = [Set<String>](repeating: [], count: Self.identifyingLabels.count)
        for (index, row) in base.enumerated() where !isInfo[index] {
            for (label, name) in Self.identifyingLabels.enumerated() {
                if let value = row.labels[name] { wanted[label].insert(value) }
            }
        }
        return wanted
    }

    /// Reads the info series that may be looked for.
    private func collect(
        _ wanted: [Set<String>],
        _ table: inout InfoTable,
        _ evaluation: Evaluation,
        _ grid: StepGrid
    ) throws(PromQLError) {
        let selection = evaluation.selections[source.slot]
        let windows = source.windows(grid, range: evaluation.lookbackMilliseconds)
        var samples = SampleColumns()
        for index in 0..<selection.count {
            try evaluation.limits.check()
            let labels = selection.labels(at: index)
            let isWanted = zip(Self.identifyingLabels, wanted).allSatisfy { name, values in
                values.isEmpty || values.contains(labels[name] ?? "")
            }
            guard isWanted else { continue }
            samples.removeAll()
            do throws(StorageError) {
                try selection.read(index, source.times(windows), into: &samples)
            } catch {
                throw .storage(error)
            }
            var times = [Double](repeating: .absent, count: grid.count)
            guard Resampling.times(samples, windows, &times) > 0 else { continue }
            try evaluation.limits.hold(grid.count)
            try Self.checkFloats(samples, times, labels)
            table.add(labels, times)
        }
    }

    /// - Throws: if one of the picked samples is a native histogram.
    private static func checkFloats(
        _ samples: borrowing SampleColumns,
        _ times: [Double],
        _ labels: Labels
    ) throws(PromQLError) {
        guard !samples.isFloatOnly else { return }
        let histogramTimes = Set(samples.histogramRows.map { Double(samples.timestamps[Int($0)]) / 1000 })
        guard times.contains(where: histogramTimes.contains) else { return }
        throw .execution("this should be an info metric, with float samples: \(labels)")
    }

    /// Adds to a series, step by step, the labels of the info series that are valid there.
    private func enrich(_ row: SeriesRow, _ table: InfoTable, _ results: inout RowCollection) throws(PromQLError) {
        let groups = table.groups(of: row.labels)
        var outputs: [[Int32]: SeriesRow] = [:]
        var order: [[Int32]] = []
        for step in row.values.indices where row.isPresent(at: step) {
            let found = groups.map { table.choice(of: $0, at: step) }.filter { $0 >= 0 }
            if found.isEmpty, !keepsUnmatched { continue }
            if outputs[found] == nil {
                var output = SeriesRow()
                output.labels = try enriched(row.labels, found.map { table.labels(Int($0)) })
                output.dropsName = row.dropsName
                output.resize(to: row.values.count)
                for other in output.values.indices { output.values[other] = .absent }
                outputs[found] = output
                order.append(found)
            }
            outputs[found]?.values[step] = row.values[step]
            if !row.histograms.isEmpty, let histogram = row.histograms[step] {
                outputs[found]?.histograms.append(step, histogram)
            }
        }
        for key in order {
            if var output = outputs[key] { try results.add(&output) }
        }
    }

    private func enriched(_ labels: Labels, _ infos: [Labels]) throws(PromQLError) -> Labels {
        var builder = LabelsBuilder(labels)
        var added: [String: String] = [:]
        for info in infos {
            for label in info.array where label.name != Label.metricName {
                guard dataMatchers.isEmpty || dataMatchers.contains(where: { $0.name == label.name }) else { continue }
                if let known = added[label.name], known != label.value {
                    throw .execution("conflicting label: \(label.name)")
                }
                guard labels[label.name] == nil else { continue }
                added[label.name] = label.value
                builder.set(label.name, label.value)
            }
        }
        return builder.labels()
    }
}
