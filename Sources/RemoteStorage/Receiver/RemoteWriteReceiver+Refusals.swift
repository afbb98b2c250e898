internal import Logging
internal import PrometheusBytes
internal import PrometheusModel
internal import PrometheusWire
internal import Storage

extension RemoteWriteReceiver {
    /// The refusals of an outcome with what they are about: samples first, then histograms, then exemplars.
    func refusals(
        _ outcome: AppendOutcome,
        _ filling: BatchFilling,
        _ scratch: RemoteWriteScratch
    ) -> [SampleRefusal] {
        let late = filling.tooLate.map { late in
            SampleRefusal(.tooFarInFuture, late.item, series: late.series, scratch.columns)
        }
        guard !outcome.refused.isEmpty || !outcome.refusedHistograms.isEmpty || !outcome.refusedExemplars.isEmpty else {
            return late
        }
        let items = filling.items(scratch)
        var refusals: [SampleRefusal] = []
        for (refused, items) in [
            (outcome.refused, items.samples), (outcome.refusedHistograms, items.histograms),
            (outcome.refusedExemplars, items.exemplars),
        ] {
            for (index, refusal) in refused {
                let (item, series) = items[index]
                refusals.append(SampleRefusal(.store(refusal), item, series: series, scratch.columns))
            }
        }
        return refusals + late
    }

    /// Resolves again the series that the store has forgotten since they were cached.
    func resolveForgotten(
        _ refusals: [SampleRefusal],
        _ scratch: inout RemoteWriteScratch
    ) throws(RemoteWriteError) {
        let series = Set(refusals.filter(\.isForgotten).map(\.series))
        try resolve(series.sorted(), &scratch)
    }

    /// Logs a refusal that fails a request.
    func log(_ refusal: SampleRefusal, _ scratch: RemoteWriteScratch) {
        logger.error(
            "Out of order sample from remote write",
            metadata: [
                "err": "\(refusal)", "series": "\(Self.text(labels(of: refusal.series, scratch)))",
                "timestamp": "\(refusal.timestamp)",
            ]
        )
    }

    /// The labels of a series as they were received.
    func labels(of series: Int, _ scratch: RemoteWriteScratch) -> [Label] {
        (try? WriteRequestLabels(scratch.body.rawSpan, scratch.columns.labelRange(at: series)))?.received ?? []
    }

    /// Labels in braces, as they were received.
    static func text(_ labels: [Label]) -> String {
        "{" + labels.map { "\($0.name.quotedIfNeeded)=\($0.value.quoted)" }.joined(separator: ", ") + "}"
    }
}
