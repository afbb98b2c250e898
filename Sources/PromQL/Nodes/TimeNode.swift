/// `time()`: the time of the step in seconds.
struct TimeNode: ScalarNode {
    func column(_ evaluation: Evaluation, _ grid: StepGrid) -> ScalarColumn {
        .column((0..<grid.count).map { Double(grid[$0]) / 1000 })
    }
}
