import PrometheusModel

extension BinaryKernel {
    /// Whether the operator has no result for two floats.
    var isForHistogramsOnly: Bool { operation == .trimUpper || operation == .trimLower }

    /// Applies the operator where one side is a native histogram, or where it has no meaning for floats.
    func combine(_ left: BinaryElement, _ right: BinaryElement) -> (result: BinaryElement, remark: BinaryRemarks.Remark)
    {
        switch (left, right) {
        case (.none, _), (_, .none): return (.none, .none)
        case (.float, .float): return (.none, isForHistogramsOnly ? .floatWithFloat : .none)
        case (.float(let factor), .histogram(let histogram)):
            guard operation == .multiply else { return (.none, .floatWithHistogram) }
            return (.histogram(histogram.multiplied(by: factor).compacted()), .none)
        case (.histogram(let histogram), .float(let number)): return combine(histogram, number)
        case (.histogram(let first), .histogram(let second)): return combine(first, second)
        }
    }

    private func combine(
        _ histogram: FloatHistogram,
        _ number: Double
    ) -> (result: BinaryElement, remark: BinaryRemarks.Remark) {
        switch operation {
        case .multiply: (.histogram(histogram.multiplied(by: number).compacted()), .none)
        case .divide: (.histogram(histogram.divided(by: number).compacted()), .none)
        case .trimUpper: (.histogram(histogram.trimmed(.upTo(number))), .none)
        case .trimLower: (.histogram(histogram.trimmed(.from(number))), .none)
        default: (.none, .histogramWithFloat)
        }
    }

    private func combine(
        _ first: FloatHistogram,
        _ second: FloatHistogram
    ) -> (result: BinaryElement, remark: BinaryRemarks.Remark) {
        switch operation {
        case .equal, .notEqual:
            let holds = first.isIdentical(to: second) == (operation == .equal)
            switch comparison {
            case .isBool: return (.float(holds ? 1 : 0), .none)
            case .keepsLeft, .keepsRight: return (holds ? .histogram(first) : .none, .none)
            }
        case .add, .subtract: return addition(first, second, isNegated: operation == .subtract)
        default: return (.none, .histogramWithHistogram)
        }
    }

    private func addition(
        _ first: FloatHistogram,
        _ second: FloatHistogram,
        isNegated: Bool
    ) -> (result: BinaryElement, remark: BinaryRemarks.Remark) {
        var sum = HistogramSum(first)
        let remarks: HistogramSum.Remarks
        do throws(HistogramArithmeticError) {
            remarks = isNegated ? try sum.subtract(second) : try sum.add(second)
        } catch {
            return (.none, .incompatibleLayout)
        }
        if remarks.contains(.conflictingResets) {
            return (.none, isNegated ? .conflictingSubtraction : .conflictingAddition)
        }
        if isNegated { sum.counterResetHint = .gauge }
        guard remarks.contains(.reconciledBounds) else { return (.histogram(sum.histogram), .none) }
        return (.histogram(sum.histogram), isNegated ? .reconciledSubtraction : .reconciledAddition)
    }

    /// Applies the operator to rows of which at least one has histograms, or which it is not meant for.
    func apply(
        _ left: borrowing SeriesRow,
        _ right: borrowing SeriesRow,
        to result: inout SeriesRow,
        _ remarks: inout BinaryRemarks
    ) {
        for step in result.values.indices {
            let (element, remark) = combine(BinaryElement(left, at: step), BinaryElement(right, at: step))
            remarks.note(remark, at: step, of: result.values.count)
            write(element, at: step, to: &result)
        }
    }

    /// Applies the operator to a row with histograms and a scalar.
    func apply(
        _ row: inout SeriesRow,
        scalar: ScalarColumn,
        isScalarLeft: Bool,
        _ remarks: inout BinaryRemarks
    ) {
        let histograms = row.histograms
        row.histograms.removeAll()
        for (index, step) in histograms.steps.enumerated() {
            let vector = BinaryElement.histogram(histograms.histograms[index])
            let number = BinaryElement.float(scalar[Int(step)])
            let (element, remark) = isScalarLeft ? combine(number, vector) : combine(vector, number)
            remarks.note(remark, at: Int(step), of: row.values.count)
            write(element, at: Int(step), to: &row)
        }
    }

    private func write(_ element: BinaryElement, at step: Int, to row: inout SeriesRow) {
        switch element {
        case .none: break
        case .float(let value): row.values[step] = value
        case .histogram(let histogram): row.histograms.append(step, histogram)
        }
    }
}
