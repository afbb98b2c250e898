/// An aggregation that needs a few numbers for each group and step, and never its input again.
///
/// The numbers of group `g` at step `s` lie at `g * steps + s`.
protocol GroupFold {
    init()

    /// Makes room for another group.
    mutating func addGroup(steps: Int)

    /// Adds the values that are there to the group whose numbers start at `base`.
    mutating func fold(_ values: borrowing Span<Double>, at base: Int)

    /// The result of one cell; absent if nothing was added to it.
    func result(_ cell: Int) -> Double
}
