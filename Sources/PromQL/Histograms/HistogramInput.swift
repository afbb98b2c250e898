import PrometheusBytes
import PrometheusModel

/// The histograms of a vector: native ones, and classic ones as groups of bucket series.
struct HistogramInput {
    /// A bucket of a classic histogram at all steps.
    struct BucketSeries {
        let upperBound: Double
        var values: [Double]
    }

    /// A row with native histograms, and the group of classic ones that would have the same labels.
    struct Native {
        var row: SeriesRow
        let group: Int
    }

    /// Where complaints about buckets point to.
    let vectorPosition: Int
    private(set) var natives: [Native] = []
    private var groups = Grouping(allBut: Label.bucketBound)
    private var members: [[BucketSeries]] = []

    init(vectorPosition: Int) { self.vectorPosition = vectorPosition }

    var groupCount: Int { members.count }

    func labels(_ group: Int) -> Labels { groups.labels(group) }

    /// Takes the buckets of a group out, ascending.
    mutating func takeMembers(_ group: Int) -> [BucketSeries] {
        var taken: [BucketSeries] = []
        swap(&taken, &members[group])
        taken.sort { $0.upperBound < $1.upperBound }
        return taken
    }

    mutating func add(_ row: inout SeriesRow, _ evaluation: Evaluation) throws(PromQLError) {
        guard !row.histograms.isEmpty else { return try addBucket(&row, evaluation) }
        try evaluation.hold(row)
        let group = group(of: row, evaluation)
        var native = row.take()
        if native.hasFloats {
            var floats = SeriesRow()
            floats.labels = native.labels
            floats.dropsName = native.dropsName
            floats.values = native.values
            try addBucket(&floats, evaluation)
            native.values = [Double](repeating: .absent, count: native.values.count)
        }
        natives.append(Native(row: native, group: group))
    }

    private mutating func group(of row: borrowing SeriesRow, _ evaluation: Evaluation) -> Int {
        let (group, isNew) = groups.group(row, evaluation)
        if isNew { members.append([]) }
        return group
    }

    private mutating func addBucket(_ row: inout SeriesRow, _ evaluation: Evaluation) throws(PromQLError) {
        guard let upperBound = bound(of: row, evaluation) else { return }
        try evaluation.limits.hold(row.values.count)
        let group = group(of: row, evaluation)
        let taken = row.take()
        members[group].append(BucketSeries(upperBound: upperBound, values: taken.values))
    }

    /// The value of the label `le`; warns if it is none.
    private func bound(of row: borrowing SeriesRow, _ evaluation: Evaluation) -> Double? {
        let bytes = row.labels.packed
        let range = Label.bucketBound.withRawSpan { row.labels.valueRange(of: $0) }
        if let range, let value = FloatText.parse(bytes.rawSpan.extracting(range)) { return value }
        let text = range.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
        let name = evaluation.delaysNameRemoval ? row.labels.metricName : ""
        let suffix = name.isEmpty ? "" : " for metric name \(name.quoted)"
        evaluation.annotate {
            $0.warn(
                "bucket label \"le\" is missing or has a malformed value of \(text.quoted)\(suffix)",
                at: vectorPosition
            )
        }
        return nil
    }

    /// Removes what is there as a native and as a classic histogram at the same step, and warns.
    mutating func removeAmbiguous(_ evaluation: Evaluation) {
        for index in natives.indices {
            let group = natives[index].group
            if members[group].isEmpty { continue }
            var ambiguous: Set<Int> = []
            for step in natives[index].row.histograms.steps.map(Int.init) {
                if members[group].contains(where: { !$0.values[step].isAbsent }) { ambiguous.insert(step) }
            }
            if ambiguous.isEmpty { continue }
            natives[index].row.histograms.keep { !ambiguous.contains($0) }
            for member in members[group].indices {
                for step in ambiguous { members[group][member].values[step] = .absent }
            }
            let name = evaluation.delaysNameRemoval ? labels(group).metricName : ""
            let suffix = name.isEmpty ? "" : " for metric name \(name.quoted)"
            evaluation.annotate {
                $0.warn("vector contains a mix of classic and native histograms\(suffix)", at: vectorPosition)
            }
        }
    }
}
