import PrometheusModel

/// What `fill`, `fill_left` and `fill_right` put in the place of elements that are missing on one side of an operator.
struct VectorFilling {
    private let kernel: BinaryKernel
    /// Whether the held side is the left one.
    private let holdsLeft: Bool
    /// What stands in for missing elements of the held side.
    let held: Double?
    /// What stands in for missing elements of the streaming side.
    let streaming: Double?

    init(_ matching: VectorMatching, _ kernel: BinaryKernel) {
        self.kernel = kernel
        holdsLeft = matching.cardinality == .oneToMany
        // Upstream swaps the sides for `group_right` but not what fills them: `fill_right` always stands in for the
        // side of which there is one, `fill_left` for the other.
        held = matching.fillRight
        streaming = matching.fillLeft
    }

    var isEmpty: Bool { held == nil && streaming == nil }

    /// The results of a streaming row at `steps`, at which nothing was found for it.
    func result(of row: borrowing SeriesRow, _ labels: Labels, at steps: StepSet, _ remarks: inout BinaryRemarks)
        -> SeriesRow
    {
        filled(row, labels, at: steps, held, isLeft: holdsLeft, &remarks)
    }

    /// The results of a held row at `steps`, at which nothing was found for it.
    func counterpart(of row: borrowing SeriesRow, _ labels: Labels, at steps: StepSet, _ remarks: inout BinaryRemarks)
        -> SeriesRow
    {
        filled(row, labels, at: steps, streaming, isLeft: !holdsLeft, &remarks)
    }

    private func filled(
        _ row: borrowing SeriesRow,
        _ labels: Labels,
        at steps: StepSet,
        _ fill: Double?,
        isLeft: Bool,
        _ remarks: inout BinaryRemarks
    ) -> SeriesRow {
        var result = SeriesRow()
        guard let fill, !steps.isEmpty else { return result }
        result.labels = labels
        result.values = row.values
        for step in result.values.indices where !steps.contains(step) { result.values[step] = .absent }
        if isLeft {
            kernel.apply(scalar: .constant(fill), &result.values)
        } else {
            kernel.apply(&result.values, scalar: .constant(fill))
        }
        guard !row.histograms.isEmpty else { return result }
        result.histograms = row.histograms
        result.histograms.keep { steps.contains($0) }
        kernel.apply(&result, scalar: .constant(fill), isScalarLeft: isLeft, &remarks)
        return result
    }
}
