/// How many samples, histograms and exemplars there are.
struct RemoteItemCounts: Sendable, Hashable {
    var samples = 0
    var histograms = 0
    var exemplars = 0

    var total: Int { samples + histograms + exemplars }

    /// Counts one more, or one less.
    mutating func add(_ kind: RemoteItemKind, _ change: Int = 1) {
        switch kind {
        case .samples: samples += change
        case .histograms: histograms += change
        case .exemplars: exemplars += change
        }
    }

    /// What is left when so many are taken away; never less than nothing.
    func subtracting(_ other: RemoteItemCounts) -> RemoteItemCounts {
        RemoteItemCounts(
            samples: max(0, samples - other.samples),
            histograms: max(0, histograms - other.histograms),
            exemplars: max(0, exemplars - other.exemplars)
        )
    }
}
