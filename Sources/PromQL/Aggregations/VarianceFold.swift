/// `stdvar`: the population's variance.
///
/// - Source: B. P. Welford, Note on a Method for Calculating Corrected Sums of Squares and Products, 1962.
struct VarianceFold: GroupFold {
    private struct Moments {
        var count = 0.0
        var mean = 0.0
        var squares = 0.0
    }

    private var moments: [Moments] = []

    mutating func addGroup(steps: Int) { moments.append(contentsOf: repeatElement(Moments(), count: steps)) }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) {
        var moments = moments.mutableSpan
        for step in 0..<values.count where !values[step].isAbsent {
            let value = values[step]
            var cell = moments[base &+ step]
            cell.count += 1
            if cell.count == 1 {
                cell.mean = value
                // What starts with an infinite value or NaN has no variance.
                cell.squares = value.isFinite ? 0 : .nan
            } else {
                let difference = value - cell.mean
                cell.mean += difference / cell.count
                cell.squares += difference * (value - cell.mean)
            }
            moments[base &+ step] = cell
        }
    }

    func result(_ cell: Int) -> Double {
        moments[cell].count == 0 ? .absent : moments[cell].squares / moments[cell].count
    }
}
