internal import Logging
internal import PrometheusBytes
internal import PrometheusClient
internal import PrometheusModel
internal import PrometheusWire
internal import Storage
internal import Synchronization

extension RemoteWriteReceiver {
    /// Finds the references of all series: by their bytes, or else by their labels.
    func findReferences(_ scratch: inout RemoteWriteScratch) throws(RemoteWriteError) {
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
            guard let valid = try labelSet(at: index, &scratch) else { continue }
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

    /// The labels of the series at `index` if they can be stored; otherwise they are noted, logged and counted.
    private func labelSet(at index: Int, _ scratch: inout RemoteWriteScratch) throws(RemoteWriteError) -> Labels? {
        let labels: WriteRequestLabels
        do { labels = try WriteRequestLabels(scratch.body.rawSpan, scratch.columns.labelRange(at: index)) } catch {
            throw .wire(error)
        }
        switch labels {
        case .valid(let labels): return labels
        case .invalid(let received):
            let text = Self.text(received)
            logger.warning("Invalid metric names or labels", metadata: ["got": "\(text)"])
            scratch.failures.append((index, "invalid metric name or labels, got \(text)"))
        case .duplicated(let name, let received):
            let text = Self.text(received)
            logger.warning(
                "Invalid labels for series.",
                metadata: ["labels": "\(text)", "duplicated_label": "\(name)"]
            )
            scratch.failures.append((index, "invalid labels for series, labels \(text), duplicated label \(name)"))
        }
        // Version 1 counts series, version 2 what is in them.
        let columns = scratch.columns
        let samples = columns.sampleRange(at: index).count + columns.histograms.count { $0.series == index }
        metrics.invalidLabels.increment(by: scratch.message == .version1 ? 1 : samples)
        return nil
    }
}
