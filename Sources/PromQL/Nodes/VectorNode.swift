/// A part of a plan whose value is an instant vector at each step.
protocol VectorNode: Sendable {
    /// Whether no two rows are equal in all labels but the metric's name, so that it can be dropped without a check.
    var isUniqueWithoutName: Bool { get }

    /// Evaluates at the steps of `grid` and gives each series to `sink`, one after the other, in a fixed order.
    ///
    /// No two rows have equal labels, except that those marked with `dropsName` may be equal to others while name
    /// removal is delayed.
    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError)
}
