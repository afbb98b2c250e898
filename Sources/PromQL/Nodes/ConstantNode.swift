/// A number that is the same at all steps.
struct ConstantNode: ScalarNode {
    let value: Double

    func column(_ evaluation: Evaluation, _ grid: StepGrid) -> ScalarColumn { .constant(value) }
}
