internal import Storage

/// What happened to the samples of a batch that came out of order, in its order, for the write-behind log.
struct LateEvents {
    /// One thing that happened.
    enum Event {
        /// The sample at this position of `samples` was kept.
        case sample(Int)
        /// What the series had gathered before was put into these chunks; none of them for the first sample of a series.
        case filled(SeriesReference, [UInt64])
    }

    private(set) var samples: [LateSample] = []
    private(set) var events: [Event] = []

    init() {}

    var isEmpty: Bool { events.isEmpty }

    /// Adds what became of a sample.
    mutating func append(_ sample: LateSample, _ insertion: LateTable.Insertion) {
        if insertion.isFirst || !insertion.filled.isEmpty {
            events.append(.filled(sample.reference, insertion.filled))
        }
        guard insertion.isStored else { return }
        events.append(.sample(samples.count))
        samples.append(sample)
    }

    /// Calls `log` with markers and samples in turn, such that a marker comes behind the samples that it is about, and
    /// before those that follow.
    func forEachGroup(_ log: ([(SeriesReference, [UInt64])], [LateSample]) -> Void) {
        var markers: [(SeriesReference, [UInt64])] = []
        var group: [LateSample] = []
        var named: Set<SeriesReference> = []
        for event in events {
            switch event {
            case .sample(let index):
                group.append(samples[index])
                named.insert(samples[index].reference)
            case .filled(let reference, let numbers):
                if named.contains(reference) {
                    log(markers, group)
                    (markers, group, named) = ([], [], [])
                }
                markers.append((reference, numbers))
            }
        }
        if !markers.isEmpty || !group.isEmpty { log(markers, group) }
    }
}
