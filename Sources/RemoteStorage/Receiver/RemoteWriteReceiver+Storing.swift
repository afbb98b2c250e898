internal import Logging
internal import PrometheusBytes
internal import PrometheusClient
internal import PrometheusModel
internal import PrometheusWire
internal import Storage
internal import Synchronization

extension RemoteWriteReceiver {
    /// Commits the samples of a decoded request.
    ///
    /// Samples that the store refuses make the answer a 400, as upstream's; unlike there, the others stay stored.
    func store(_ scratch: inout RemoteWriteScratch) -> RemoteWriteResponse {
        noteHistograms(scratch.columns.skippedHistograms)
        do throws(RemoteWriteError) {
            try findReferences(&scratch)
            var refusal = fillBatch(&scratch)
            let outcome = try commit(scratch.batch)
            if !outcome.refused.isEmpty {
                let refused = try retryForgotten(outcome, &scratch)
                refusal = refused ?? refusal
            }
            guard let refusal else { return .stored }
            log(refusal, scratch)
            return .badRequest(refusal.description)
        } catch {
            logger.error("Error while remote writing the v1 request", metadata: ["err": "\(error)"])
            return error.response
        }
    }

    func commit(_ batch: SampleBatch) throws(RemoteWriteError) -> AppendOutcome {
        guard batch.count > 0 else { return AppendOutcome() }
        do { return try store.commit(batch) } catch { throw .storage(error) }
    }

    // MARK: References

    /// Finds the references of all series: by their bytes, or else by their labels.
    private func findReferences(_ scratch: inout RemoteWriteScratch) throws(RemoteWriteError) {
        let columns = scratch.columns
        scratch.fingerprints.removeAll(keepingCapacity: true)
        for index in 0..<columns.seriesCount {
            scratch.fingerprints.append(
                SeriesFingerprint(scratch.body.rawSpan, columns.labelRange(at: index), seed)
            )
        }
        scratch.references.removeAll(keepingCapacity: true)
        var unknown: [Int] = []
        cache.withLock { cache in
            for (index, fingerprint) in scratch.fingerprints.enumerated() {
                let reference = cache.reference(of: fingerprint)
                scratch.references.append(reference)
                if reference == nil { unknown.append(index) }
            }
        }
        try resolve(unknown, &scratch)
    }

    /// Resolves the labels of the series at `indices` and remembers what came out.
    func resolve(_ indices: [Int], _ scratch: inout RemoteWriteScratch) throws(RemoteWriteError) {
        guard !indices.isEmpty else { return }
        var (labels, positions): ([Labels], [Int]) = ([], [])
        for index in indices {
            scratch.references[index] = nil
            guard let valid = try labelSet(at: index, scratch) else { continue }
            labels.append(valid)
            positions.append(index)
        }
        guard !labels.isEmpty else { return }
        let resolved: [(reference: SeriesReference, isNew: Bool)]
        do { resolved = try store.resolve(labels) } catch { throw .storage(error) }
        precondition(resolved.count == labels.count, "a store resolves every label set")
        for (position, result) in zip(positions, resolved) { scratch.references[position] = result.reference }
        let fingerprints = scratch.fingerprints
        cache.withLock { cache in
            for (position, result) in zip(positions, resolved) {
                cache.set(result.reference, for: fingerprints[position])
            }
        }
    }

    /// The labels of the series at `index` if they can be stored; otherwise they are logged and counted.
    private func labelSet(at index: Int, _ scratch: RemoteWriteScratch) throws(RemoteWriteError) -> Labels? {
        let labels: WriteRequestLabels
        do { labels = try WriteRequestLabels(scratch.body.rawSpan, scratch.columns.labelRange(at: index)) } catch {
            throw .wire(error)
        }
        switch labels {
        case .valid(let labels): return labels
        case .invalid(let received):
            logger.warning("Invalid metric names or labels", metadata: ["got": "\(Self.text(received))"])
        case .duplicated(let name, let received):
            logger.warning(
                "Invalid labels for series.",
                metadata: ["labels": "\(Self.text(received))", "duplicated_label": "\(name)"]
            )
        }
        metrics.invalidLabels.increment()
        return nil
    }

    // MARK: Samples

    /// Puts the samples of all series with references into the batch.
    ///
    /// What is too far in the future is left out.
    private func fillBatch(_ scratch: inout RemoteWriteScratch) -> SampleRefusal? {
        let latest = clock.nowMilliseconds() + Self.futureToleranceMilliseconds
        let columns = scratch.columns
        var refusal: SampleRefusal?
        scratch.batch.removeAll()
        for index in 0..<columns.seriesCount {
            guard let reference = scratch.references[index] else { continue }
            for sample in columns.sampleRange(at: index) {
                let time = columns.timestamps[sample]
                guard time <= latest else {
                    refusal =
                        refusal
                        ?? SampleRefusal(
                            reason: .tooFarInFuture,
                            series: index,
                            timestamp: time,
                            value: columns.values[sample]
                        )
                    continue
                }
                scratch.batch.append(reference, time, columns.values[sample])
            }
        }
        return refusal
    }
}
