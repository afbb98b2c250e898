import PrometheusModel

/// Rows with distinct labels; rows with equal labels become one as long as they do not meet at a step.
struct RowCollection {
    /// What equal labels mean.
    enum Duplicates: Sendable {
        /// They are one series, if they have no step in common.
        case merge
        /// They are an error even so.
        case fail
    }

    static let duplicateError = PromQLError.execution("vector cannot contain metrics with the same labelset")

    private(set) var rows: [SeriesRow] = []
    private var table = LabelTable()
    private let duplicates: Duplicates

    init(_ duplicates: Duplicates) { self.duplicates = duplicates }

    /// Takes the row, or merges it into the one with its labels.
    mutating func add(_ row: inout SeriesRow) throws(PromQLError) {
        let (index, isNew) = table.index(of: row.labels.packed)
        if isNew { return rows.append(row.take()) }
        guard duplicates == .merge else { throw Self.duplicateError }
        rows[index].dropsName = rows[index].dropsName || row.dropsName
        try merge(row, into: index)
    }

    private mutating func merge(_ row: borrowing SeriesRow, into index: Int) throws(PromQLError) {
        let values = row.values
        if !row.histograms.isEmpty || !rows[index].histograms.isEmpty {
            guard StepSet(of: rows[index]).intersection(StepSet(of: row)).isEmpty else { throw Self.duplicateError }
            rows[index].histograms.merge(row.histograms)
        }
        for step in values.indices where !values[step].isAbsent {
            guard rows[index].values[step].isAbsent else { throw Self.duplicateError }
            rows[index].values[step] = values[step]
        }
    }

    /// Gives the rows to `sink` in the order of their first appearance.
    mutating func drain(_ sink: RowSink) throws(PromQLError) {
        for index in rows.indices {
            var row = rows[index].take()
            try sink(&row)
        }
        rows = []
    }
}
