/// Applies the loss of names at once and brings together the series that have become the same by it.
///
/// It holds all its input, so a plan has it only where equal labels cannot be ruled out.
struct CollectingNode: VectorNode {
    let child: any VectorNode
    let duplicates: RowCollection.Duplicates

    var isUniqueWithoutName: Bool { true }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        var collection = RowCollection(duplicates)
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.removeDroppedName()
            try collection.add(&row)
        }
        try collection.drain(sink)
    }
}
