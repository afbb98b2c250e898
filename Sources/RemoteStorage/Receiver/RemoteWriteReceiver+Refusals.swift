internal import Logging
internal import PrometheusBytes
internal import PrometheusClient
internal import PrometheusModel
internal import PrometheusWire
internal import Storage
internal import Synchronization

extension RemoteWriteReceiver {
    /// Resolves again the series that the store has forgotten since they were cached, and commits their samples.
    ///
    /// Returns the first refusal that is left.
    func retryForgotten(
        _ outcome: AppendOutcome,
        _ scratch: inout RemoteWriteScratch
    ) throws(RemoteWriteError) -> SampleRefusal? {
        let batch = scratch.batch
        let refusals = refusals(outcome, scratch)
        let forgotten = refusals.filter(\.isForgotten)
        let first = refusals.first { !$0.isForgotten }
        guard !forgotten.isEmpty else { return first }
        var series: [Int] = []
        for refusal in forgotten where series.last != refusal.series { series.append(refusal.series) }
        try resolve(series, &scratch)
        var again = SampleBatch()
        for refusal in forgotten {
            guard let reference = scratch.references[refusal.series] else { continue }
            again.append(reference, refusal.timestamp, refusal.value)
        }
        scratch.batch = again
        defer { scratch.batch = batch }
        let second = try commit(again)
        guard first == nil, let refused = second.refused.first else { return first }
        let sample = forgotten[refused.index]
        return SampleRefusal(
            reason: .store(refused.refusal),
            series: sample.series,
            timestamp: sample.timestamp,
            value: sample.value
        )
    }

    /// Logs the first refusal of a request.
    func log(_ refusal: SampleRefusal, _ scratch: RemoteWriteScratch) {
        let range = scratch.columns.labelRange(at: refusal.series)
        let labels = (try? WriteRequestLabels(scratch.body.rawSpan, range))?.received ?? []
        logger.error(
            "Out of order sample from remote write",
            metadata: [
                "err": "\(refusal)", "series": "\(Self.text(labels))", "timestamp": "\(refusal.timestamp)",
            ]
        )
    }

    /// Counts native histograms and says once that they are not stored.
    func noteHistograms(_ count: Int) {
        guard count > 0 else { return }
        metrics.skippedHistograms.increment(by: count)
        guard !hasWarnedOfHistograms.exchange(true, ordering: .relaxed) else { return }
        logger.warning("Native histograms from remote write are not stored yet")
    }

    /// Labels in braces, as they were received.
    static func text(_ labels: [Label]) -> String {
        "{" + labels.map { "\($0.name.quotedIfNeeded)=\($0.value.quoted)" }.joined(separator: ", ") + "}"
    }

    /// The refusals of an outcome with the samples that they are about.
    private func refusals(_ outcome: AppendOutcome, _ scratch: RemoteWriteScratch) -> [SampleRefusal] {
        // Both run in the order of the batch, so one walk over the series finds all.
        var result: [SampleRefusal] = []
        var rest = outcome.refused[...]
        var position = 0
        for index in 0..<scratch.columns.seriesCount where scratch.references[index] != nil {
            for sample in scratch.columns.sampleRange(at: index) {
                guard let next = rest.first else { return result }
                // What is too far in the future is not in the batch.
                guard position < scratch.batch.count,
                    scratch.columns.timestamps[sample] == scratch.batch.timestamps[position],
                    scratch.references[index] == scratch.batch.references[position]
                else { continue }
                if next.index == position {
                    result.append(
                        SampleRefusal(
                            reason: .store(next.refusal),
                            series: index,
                            timestamp: scratch.columns.timestamps[sample],
                            value: scratch.columns.values[sample]
                        )
                    )
                    rest = rest.dropFirst()
                }
                position += 1
            }
        }
        return result
    }
}

extension SampleRefusal {
    /// Whether the store did not know the series any more.
    fileprivate var isForgotten: Bool {
        if case .store(.unknownSeries) = reason { true } else { false }
    }
}
