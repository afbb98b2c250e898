import PrometheusBytes
import PrometheusModel

/// `limitk` and `limit_ratio`: some of the elements, chosen without regard to their values.
struct LimitNode: VectorNode {
    enum Rule: Sendable {
        /// The first elements of each group.
        case count(any ScalarNode)
        /// A share of the elements, chosen by a hash of their labels.
        case ratio(any ScalarNode, position: Int)
    }

    let child: any VectorNode
    let rule: Rule
    let grouping: [String]
    let isWithout: Bool

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        switch rule {
        case .count(let parameter):
            let counts = try CountParameter.counts(parameter.column(evaluation, grid), grid)
            try first(counts, evaluation, grid, sink)
        case .ratio(let parameter, let position):
            try share(ratios(parameter, position, evaluation, grid), evaluation, grid, sink)
        }
    }

    private func first(
        _ counts: [Int],
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ sink: RowSink
    ) throws(PromQLError) {
        var groups = Grouping(grouping, isWithout: isWithout)
        var taken: [[Int]] = []
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            let (group, isNew) = groups.group(row, evaluation)
            if isNew { taken.append([Int](repeating: 0, count: grid.count)) }
            for step in 0..<grid.count where !row.values[step].isAbsent {
                if taken[group][step] < counts[step] {
                    taken[group][step] += 1
                } else {
                    row.values[step] = .absent
                }
            }
            if !row.histograms.isEmpty {
                row.histograms.keep { step in
                    guard taken[group][step] < counts[step] else { return false }
                    taken[group][step] += 1
                    return true
                }
            }
            if row.hasValues { try sink(&row) }
        }
    }

    private func ratios(
        _ parameter: any ScalarNode,
        _ position: Int,
        _ evaluation: Evaluation,
        _ grid: StepGrid
    ) throws(PromQLError) -> [Double] {
        let column = try parameter.column(evaluation, grid)
        var result: [Double] = []
        var (least, greatest) = (Double.infinity, -Double.infinity)
        for step in 0..<grid.count {
            let ratio = column[step]
            if ratio.isNaN { throw .execution("Ratio value is NaN") }
            (least, greatest) = (min(least, ratio), max(greatest, ratio))
            result.append(min(1, max(-1, ratio)))
        }
        if greatest > 1 { warn(of: greatest, cappedTo: "1", position, evaluation) }
        if least < -1 { warn(of: least, cappedTo: "-1", position, evaluation) }
        return result
    }

    /// Warns of the ratio that is farthest from what it may be; one word for all steps.
    private func warn(of ratio: Double, cappedTo cap: String, _ position: Int, _ evaluation: Evaluation) {
        let text = FloatText.generalString(ratio)
        evaluation.annotate {
            $0.warn("ratio value should be between -1 and 1, got \(text), capping to \(cap)", at: position)
        }
    }

    private func share(
        _ ratios: [Double],
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ sink: RowSink
    ) throws(PromQLError) {
        guard ratios.contains(where: { $0 != 0 }) else {
            return try child.rows(evaluation, grid) { (_: inout SeriesRow) throws(PromQLError) in }
        }
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            let place = Self.place(of: row.labels)
            let isTaken: (Int) -> Bool = { step in
                let ratio = ratios[step]
                return ratio >= 0 ? place < ratio : place >= 1 + ratio
            }
            for step in 0..<grid.count where !isTaken(step) { row.values[step] = .absent }
            if !row.histograms.isEmpty { row.histograms.keep(where: isTaken) }
            if row.hasValues { try sink(&row) }
        }
    }

    /// A number from 0 to 1 that only depends on the labels.
    private static func place(of labels: Labels) -> Double {
        var bytes: [UInt8] = []
        var cursor = labels.cursor()
        func append(_ range: Range<Int>) {
            if range.count < 255 {
                bytes.append(UInt8(range.count))
            } else {
                bytes.append(255)
                for shift in [0, 8, 16] { bytes.append(UInt8(truncatingIfNeeded: range.count >> shift)) }
            }
            bytes.append(contentsOf: labels.packed[range])
        }
        while cursor.next() {
            append(cursor.name)
            append(cursor.value)
        }
        return Double(XXHash64.hash(bytes)) / 18_446_744_073_709_551_615.0
    }
}
