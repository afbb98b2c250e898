/// A scalar that has the same value at all steps: evaluated at the first.
struct ScalarStepInvariantNode: ScalarNode {
    let child: any ScalarNode

    func column(_ evaluation: Evaluation, _ grid: StepGrid) throws(PromQLError) -> ScalarColumn {
        try evaluation.countingOnce(for: grid) { (evaluation) throws(PromQLError) in
            .constant(try child.column(evaluation, StepGrid(at: grid.start))[0])
        }
    }
}
