internal import Chunks
internal import PrometheusModel
internal import Storage

/// What of a batch is stored besides floats.
struct BatchExtras {
    /// A histogram of a series.
    struct KeptHistogram {
        var reference: SeriesReference
        var sample: TimedHistogram
    }

    /// An exemplar of a series.
    struct KeptExemplar {
        var reference: SeriesReference
        var labels: Labels
        var exemplar: Exemplar
    }

    var histograms: [KeptHistogram] = []
    /// Those that came out of order.
    var lateHistograms: [KeptHistogram] = []
    var exemplars: [KeptExemplar] = []
    var metadata: [MetadataSample] = []

    init() {}

    var isEmpty: Bool { histograms.isEmpty && lateHistograms.isEmpty && exemplars.isEmpty && metadata.isEmpty }

    func loggedHistograms(_ references: borrowing ReferenceMap) -> [WALHistogram] {
        var logged: [WALHistogram] = []
        logged.reserveCapacity(histograms.count + lateHistograms.count)
        for kept in histograms + lateHistograms {
            logged.append(
                WALHistogram(
                    references[SeriesID(kept.reference)],
                    kept.sample.timestamp,
                    kept.sample.histogram,
                    startTimestamp: kept.sample.startTimestamp
                )
            )
        }
        return logged
    }

    func loggedExemplars(_ references: borrowing ReferenceMap) -> [WALExemplar] {
        var logged: [WALExemplar] = []
        for kept in exemplars { logged.append(WALExemplar(references[SeriesID(kept.reference)], kept.exemplar)) }
        return logged
    }

    func loggedMetadata(_ references: borrowing ReferenceMap) -> [WALMetadata] {
        var logged: [WALMetadata] = []
        for kept in metadata { logged.append(WALMetadata(references[SeriesID(kept.reference)], kept.metadata)) }
        return logged
    }
}
