internal import PrometheusBytes
internal import PrometheusModel
internal import PrometheusWire
internal import Storage

/// Puts the contents of a request into a batch and knows, if something is refused, where in the request it stands.
struct BatchFilling {
    /// What one refusal is about.
    enum Item: Hashable {
        case sample(Int)
        case histogram(Int)
        case exemplar(Int)
    }

    /// Samples later than this are not taken.
    let latest: Int64
    /// Samples and histograms that are too far in the future, with the positions of their series.
    private(set) var tooLate: [(item: Item, series: Int)] = []

    init(latest: Int64) { self.latest = latest }

    /// Replaces the batch by everything of the series that have references.
    mutating func fill(_ scratch: inout RemoteWriteScratch) {
        tooLate = []
        scratch.batch.removeAll()
        scratch.batch.isAtomic = scratch.message == .version1
        fillSamples(&scratch)
        let columns = scratch.columns
        for (position, sample) in columns.histograms.enumerated() {
            guard let reference = scratch.references[sample.series] else { continue }
            guard sample.timestamp <= latest else {
                tooLate.append((.histogram(position), sample.series))
                continue
            }
            scratch.batch.histograms.append(
                HistogramSample(
                    reference,
                    timestamp: sample.timestamp,
                    startTimestamp: sample.startTimestamp,
                    sample.histogram
                )
            )
        }
        for exemplar in columns.exemplars {
            guard let reference = scratch.references[exemplar.series] else { continue }
            scratch.batch.exemplars.append(ExemplarSample(reference, Self.exemplar(exemplar, scratch)))
        }
        for entry in columns.metadata {
            guard let reference = scratch.references[entry.series] else { continue }
            scratch.batch.metadata.append(MetadataSample(reference, entry.metadata))
        }
    }

    private mutating func fillSamples(_ scratch: inout RemoteWriteScratch) {
        let columns = scratch.columns
        let hasStarts = !columns.startTimestamps.isEmpty
        for index in 0..<columns.seriesCount {
            guard let reference = scratch.references[index] else { continue }
            for sample in columns.sampleRange(at: index) {
                let time = columns.timestamps[sample]
                guard time <= latest else {
                    tooLate.append((.sample(sample), index))
                    continue
                }
                if hasStarts {
                    let start = columns.startTimestamps[sample]
                    scratch.batch.append(reference, time, columns.values[sample], startTimestamp: start)
                } else {
                    scratch.batch.append(reference, time, columns.values[sample])
                }
            }
        }
    }

    /// The items of the batch in its order, with the positions of their series: only needed where something is refused.
    func items(
        _ scratch: RemoteWriteScratch
    ) -> (
        samples: [(item: Item, series: Int)], histograms: [(item: Item, series: Int)],
        exemplars: [(item: Item, series: Int)]
    ) {
        let columns = scratch.columns
        var samples: [(item: Item, series: Int)] = []
        for index in 0..<columns.seriesCount where scratch.references[index] != nil {
            for sample in columns.sampleRange(at: index) where columns.timestamps[sample] <= latest {
                samples.append((.sample(sample), index))
            }
        }
        var histograms: [(item: Item, series: Int)] = []
        for (position, sample) in columns.histograms.enumerated()
        where scratch.references[sample.series] != nil && sample.timestamp <= latest {
            histograms.append((.histogram(position), sample.series))
        }
        var exemplars: [(item: Item, series: Int)] = []
        for (position, exemplar) in columns.exemplars.enumerated() where scratch.references[exemplar.series] != nil {
            exemplars.append((.exemplar(position), exemplar.series))
        }
        return (samples, histograms, exemplars)
    }

    private static func exemplar(_ given: WriteRequestExemplar, _ scratch: RemoteWriteScratch) -> Exemplar {
        // An exemplar has no name; labels that cannot be read are none.
        let labels = (try? WriteRequestLabels(scratch.body.rawSpan, given.labels))?.received ?? []
        return Exemplar(labels: Labels(labels), value: given.value, timestamp: given.timestamp)
    }
}
