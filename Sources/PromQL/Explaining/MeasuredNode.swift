/// A part of a plan that is watched while it works.
struct MeasuredNode: VectorNode {
    let child: any VectorNode
    let recorder: PlanRecorder
    let index: Int

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let limits = evaluation.limits
        let (samplesBefore, heldBefore) = (evaluation.statistics.samplesRead, limits.samplesHeld)
        var (series, points, peak) = (0, 0, 0)
        // The time of those that take the rows is theirs.
        var elsewhere = Duration.zero
        let began = ContinuousClock.now
        defer {
            let spent = ContinuousClock.now - began - elsewhere
            let samples = evaluation.statistics.samplesRead - samplesBefore
            recorder.add(index) { measure in
                measure.seriesOut += series
                measure.pointsOut += points
                measure.samplesRead += samples
                measure.seconds += spent / .seconds(1)
                measure.peakSamplesHeld = max(measure.peakSamplesHeld, peak)
            }
        }
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            series += 1
            points += row.floatCount + row.histograms.count
            peak = max(peak, limits.samplesHeld - heldBefore)
            let left = ContinuousClock.now
            defer { elsewhere += ContinuousClock.now - left }
            try sink(&row)
        }
        peak = max(peak, limits.samplesHeld - heldBefore)
    }
}
