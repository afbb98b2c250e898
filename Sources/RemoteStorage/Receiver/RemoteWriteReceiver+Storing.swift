internal import Logging
internal import PrometheusBytes
internal import PrometheusClient
internal import PrometheusModel
internal import PrometheusWire
internal import Storage
internal import Synchronization

extension RemoteWriteReceiver {
    /// Commits a decoded request of version 1: all of it, or nothing if the store refuses a sample or a histogram.
    ///
    /// Series with invalid labels are left out, and refused exemplars fail nothing.
    func storeWhole(_ scratch: inout RemoteWriteScratch) -> RemoteWriteResponse {
        do throws(RemoteWriteError) {
            try findReferences(&scratch)
            var filling = makeFilling()
            filling.fill(&scratch)
            if let late = refusals(AppendOutcome(), filling, scratch).first { return fail(late, scratch) }
            var refusals = refusals(try commit(scratch.batch), filling, scratch)
            if refusals.contains(where: { $0.isForgotten && !$0.isExemplar }) {
                // Nothing was stored: once more, all of it.
                try resolveForgotten(refusals, &scratch)
                filling.fill(&scratch)
                refusals = self.refusals(try commit(scratch.batch), filling, scratch)
            }
            noteExemplars(refusals)
            guard let refusal = refusals.first(where: { !$0.isExemplar }) else { return .stored }
            return fail(refusal, scratch)
        } catch {
            logger.error("Error while remote writing the v1 request", metadata: ["err": "\(error)"])
            return error.response
        }
    }

    /// Commits a decoded request of version 2 as far as the store takes it, and tells what was stored and what was not.
    func storeParts(_ scratch: inout RemoteWriteScratch) -> RemoteWriteResponse {
        do throws(RemoteWriteError) {
            scratch.failures.removeAll()
            try findReferences(&scratch)
            rejectSeriesWithoutSamples(&scratch)
            var filling = makeFilling()
            filling.fill(&scratch)
            var refusals = refusals(try commit(scratch.batch), filling, scratch)
            var written = RemoteWriteCounts()
            written.samples = scratch.batch.count
            written.histograms = scratch.batch.histograms.count
            written.exemplars = scratch.batch.exemplars.count
            if refusals.contains(where: \.isForgotten) { refusals = try retryForgotten(refusals, &scratch) }
            for refusal in refusals {
                switch (refusal.item, refusal.reason) {
                case (_, .tooFarInFuture): break
                case (.sample, _): written.samples -= 1
                case (.histogram, _): written.histograms -= 1
                case (.exemplar, _): written.exemplars -= 1
                }
            }
            return answer(refusals, written, scratch)
        } catch {
            logger.error("Error while remote writing the v2 request", metadata: ["err": "\(error)"])
            var response = error.response
            response.written = RemoteWriteCounts()
            return response
        }
    }

    func commit(_ batch: SampleBatch) throws(RemoteWriteError) -> AppendOutcome {
        guard !batch.isEmpty else { return AppendOutcome() }
        do { return try store.commit(batch) } catch { throw .storage(error) }
    }

    private func makeFilling() -> BatchFilling {
        BatchFilling(latest: clock.nowMilliseconds() + Self.futureToleranceMilliseconds)
    }

    // MARK: Answers

    private func fail(_ refusal: SampleRefusal, _ scratch: RemoteWriteScratch) -> RemoteWriteResponse {
        log(refusal, scratch)
        return .badRequest(refusal.description)
    }

    private func noteExemplars(_ refusals: [SampleRefusal]) {
        let count = refusals.count { refusal in
            if case .store(.exemplarOutOfOrder) = refusal.reason { true } else { false }
        }
        guard count > 0 else { return }
        logger.warning("Error on ingesting out-of-order exemplars", metadata: ["num_dropped": "\(count)"])
    }

    /// Puts everything that is wrong with a request of version 2 on lines, in the order of its series.
    private func answer(
        _ refusals: [SampleRefusal],
        _ written: RemoteWriteCounts,
        _ scratch: RemoteWriteScratch
    ) -> RemoteWriteResponse {
        var lines = scratch.columns.failures.map(\.text) + scratch.failures.map(\.text)
        let rejected = scratch.columns.failures.reduce(0) { $0 + ($1.isOfLabels ? $1.sampleCount : 0) }
        if rejected > 0 { metrics.invalidLabels.increment(by: rejected) }
        for refusal in refusals {
            if refusal.isExemplar {
                guard case .store(.exemplarOutOfOrder) = refusal.reason else { continue }
            }
            lines.append("\(refusal) for series \(Self.text(labels(of: refusal.series, scratch)))")
        }
        guard !lines.isEmpty else { return RemoteWriteResponse(status: 204, message: "", written: written) }
        let message = lines.joined(separator: "\n")
        logger.error("Error while remote writing the v2 request", metadata: ["err": "\(message)"])
        return RemoteWriteResponse(status: 400, message: message, written: written)
    }

    private func rejectSeriesWithoutSamples(_ scratch: inout RemoteWriteScratch) {
        let columns = scratch.columns
        let withHistograms = Set(columns.histograms.map(\.series))
        for index in 0..<columns.seriesCount
        where columns.sampleRange(at: index).isEmpty && !withHistograms.contains(index) {
            guard scratch.references[index] != nil else { continue }
            scratch.references[index] = nil
            let text = Self.text(labels(of: index, scratch))
            scratch.failures.append(
                (index, "TimeSeries must contain at least one sample or histogram for series \(text)")
            )
        }
    }

    /// Commits once more what the store refused because it had forgotten the series.
    private func retryForgotten(
        _ refusals: [SampleRefusal],
        _ scratch: inout RemoteWriteScratch
    ) throws(RemoteWriteError) -> [SampleRefusal] {
        try resolveForgotten(refusals, &scratch)
        let (forgotten, others) = (refusals.filter(\.isForgotten), refusals.filter { !$0.isForgotten })
        var again = SampleBatch()
        var order: [[SampleRefusal]] = [[], [], []]
        for refusal in forgotten {
            guard let reference = scratch.references[refusal.series] else { continue }
            switch refusal.item {
            case .sample:
                again.append(reference, refusal.timestamp, refusal.value ?? 0)
                order[0].append(refusal)
            case .histogram(let position):
                let histogram = scratch.columns.histograms[position].histogram
                again.histograms.append(HistogramSample(reference, timestamp: refusal.timestamp, histogram))
                order[1].append(refusal)
            case .exemplar: continue
            }
        }
        let outcome = try commit(again)
        var left = others
        for (refused, order) in zip([outcome.refused, outcome.refusedHistograms], order) {
            for (index, refusal) in refused {
                left.append(
                    SampleRefusal(.store(refusal), order[index].item, series: order[index].series, scratch.columns)
                )
            }
        }
        return left
    }
}
