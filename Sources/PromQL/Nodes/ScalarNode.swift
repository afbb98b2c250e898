/// A part of a plan whose value is a number at each step.
protocol ScalarNode: Sendable {
    func column(_ evaluation: Evaluation, _ grid: StepGrid) throws(PromQLError) -> ScalarColumn
}
