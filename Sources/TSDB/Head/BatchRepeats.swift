internal import Storage

/// Finds the sample before another one of the same series in a batch.
///
/// A scrape has none; a remote write request mostly has them side by side. Only for others a dictionary is built.
struct BatchRepeats {
    private static let nearby = 16

    private var accepted: [SeriesReference: Int]?

    /// The position of the newest accepted sample of a series before `index`.
    mutating func previous(
        of reference: SeriesReference,
        _ index: Int,
        _ references: [SeriesReference],
        _ skipped: [Int]
    ) -> Int? {
        if let accepted { return accepted[reference] }
        var skip = skipped.count - 1
        var position = index - 1
        while position >= 0, position >= index - Self.nearby {
            while skip >= 0, skipped[skip] > position { skip -= 1 }
            let isSkipped = skip >= 0 && skipped[skip] == position
            if references[position] == reference, !isSkipped { return position }
            position -= 1
        }
        var all: [SeriesReference: Int] = [:]
        var next = 0
        for position in 0..<index {
            if next < skipped.count, skipped[next] == position {
                next += 1
            } else {
                all[references[position]] = position
            }
        }
        accepted = all
        return all[reference]
    }

    /// Remembers that the sample at `index` was accepted.
    @inline(__always)
    mutating func noteAccepted(_ reference: SeriesReference, _ index: Int) {
        if accepted != nil { accepted?[reference] = index }
    }
}
