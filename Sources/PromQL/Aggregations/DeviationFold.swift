/// `stddev`: the root of the variance.
struct DeviationFold: GroupFold {
    private var variance = VarianceFold()

    mutating func addGroup(steps: Int) { variance.addGroup(steps: steps) }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) { variance.fold(values, at: base) }

    func result(_ cell: Int) -> Double {
        let value = variance.result(cell)
        return value.isAbsent ? .absent : value.squareRoot()
    }
}
