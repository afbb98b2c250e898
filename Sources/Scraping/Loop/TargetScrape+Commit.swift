internal import PrometheusBytes
internal import PrometheusConfiguration
internal import PrometheusExposition
internal import PrometheusModel
internal import Storage

extension TargetScrape {
    /// Where the parts of the batch lie: samples, then staleness markers, then reports.
    struct BatchLayout {
        var sampleCount = 0
        var markerCount = 0
        var reports: [ReportSeries] = []

        var reportStart: Int { sampleCount + markerCount }
    }

    /// Adds staleness markers and reports to the batch.
    func complete(
        _ outcome: ScrapeOutcome,
        stale: [SeriesReference],
        _ run: inout TargetRun,
        _ batch: inout SampleBatch
    ) throws(ScrapeFailure) -> BatchLayout {
        var layout = BatchLayout(sampleCount: batch.count, markerCount: stale.count)
        // Series that are gone end after their newest sample, never between others.
        batch.refusesLateMarkers = true
        for reference in stale { batch.append(reference, time, StaleMarker.value) }
        layout.reports = ReportSeries.allCases.filter { !$0.isExtra || job.settings.hasExtraMetrics }
        let unresolved = run.reports.indices.filter { run.reports[$0] == nil }
        try resolveReports(layout.reports, &run)
        if options.passesMetadata {
            for position in unresolved {
                guard let reference = run.reports[position] else { continue }
                batch.metadata.append(MetadataSample(reference, ReportSeries.allCases[position].metadata))
            }
        }
        for (position, report) in ReportSeries.allCases.enumerated() where layout.reports.contains(report) {
            guard let reference = run.reports[position] else { continue }
            batch.append(reference, time, value(report, outcome))
        }
        return layout
    }

    private func resolveReports(_ reports: [ReportSeries], _ run: inout TargetRun) throws(ScrapeFailure) {
        let missing = ReportSeries.allCases.enumerated().filter { run.reports[$0] == nil && reports.contains($1) }
        guard !missing.isEmpty else { return }
        let references = try resolve(missing.map { labels(of: $0.element) })
        for (position, reference) in zip(missing.map(\.offset), references) { run.reports[position] = reference }
    }

    private func labels(of report: ReportSeries) -> Labels {
        var builder = LabelsBuilder(target.labels)
        builder.set(Label.metricName, report.rawValue)
        return builder.labels()
    }

    private func value(_ report: ReportSeries, _ outcome: ScrapeOutcome) -> Double {
        switch report {
        case .up: outcome.failure == nil ? 1 : 0
        case .duration: outcome.durationSeconds
        case .samplesScraped: Double(outcome.counts.scraped)
        case .samplesAfterRelabelling: Double(outcome.counts.kept)
        case .seriesAdded: Double(outcome.counts.seriesAdded)
        case .timeout: Double(target.timeoutMilliseconds) / 1000
        case .sampleLimit: Double(job.settings.limits.samples)
        case .bodySize: Double(outcome.bodyBytes)
        }
    }

    /// Commits the batch, counts what the store refused, and sends again what belongs to series that it has forgotten.
    func commit(
        _ layout: BatchLayout,
        _ format: ScrapedFormat,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) {
        let outcome = try commit(scratch.batch)
        let forgotten = count(outcome, layout, &counts)
        let histograms = countHistograms(outcome, &counts)
        countExemplars(outcome, scratch.batch, &counts)
        guard !forgotten.isEmpty || !histograms.isEmpty else { return }
        let replaced = try resolveAgain(forgotten, histograms, layout, format, &run, &scratch)
        var rest = SampleBatch()
        for index in forgotten {
            let old = scratch.batch.references[index]
            rest.append(replaced[old] ?? old, scratch.batch.timestamps[index], scratch.batch.values[index])
        }
        for index in histograms {
            var histogram = scratch.batch.histograms[index]
            histogram.reference = replaced[histogram.reference] ?? histogram.reference
            rest.histograms.append(histogram)
        }
        let second = try commit(rest)
        _ = count(second, BatchLayout(sampleCount: rest.count), &counts)
        _ = countHistograms(second, &counts)
    }

    /// Commits the zeros at the starts of counters; those that come too late are left out without a word.
    func commitStarts(_ starts: SampleBatch) throws(ScrapeFailure) {
        guard !starts.isEmpty else { return }
        var starts = starts
        starts.refusesLate = true
        _ = try commit(starts)
    }

    func commit(_ batch: borrowing SampleBatch) throws(ScrapeFailure) -> AppendOutcome {
        do {
            return try store.commit(batch)
        } catch {
            throw .storage(error)
        }
    }

    /// Counts refusals of samples; the positions of samples and reports whose series are not known any more.
    private func count(_ outcome: AppendOutcome, _ layout: BatchLayout, _ counts: inout ScrapeCounts) -> [Int] {
        var forgotten: [Int] = []
        for (index, refusal) in outcome.refused {
            // A series that is gone or has a newer sample needs no marker; a report that is refused was written before.
            let isSample = index < layout.sampleCount
            if refusal == .unknownSeries {
                if isSample || index >= layout.reportStart { forgotten.append(index) }
            } else if isSample {
                counts.add(refusal)
            }
        }
        return forgotten
    }

    /// Counts refusals of histograms; the positions of those whose series are not known any more.
    private func countHistograms(_ outcome: AppendOutcome, _ counts: inout ScrapeCounts) -> [Int] {
        var forgotten: [Int] = []
        for (index, refusal) in outcome.refusedHistograms {
            if refusal == .unknownSeries { forgotten.append(index) } else { counts.add(refusal) }
        }
        return forgotten
    }

    /// Counts the series whose exemplars were all out of order.
    private func countExemplars(
        _ outcome: AppendOutcome,
        _ batch: borrowing SampleBatch,
        _ counts: inout ScrapeCounts
    ) {
        guard !outcome.refusedExemplars.isEmpty else { return }
        let refused = Set(outcome.refusedExemplars.filter { $0.refusal == .exemplarOutOfOrder }.map(\.index))
        var start = 0
        while start < batch.exemplars.count {
            var end = start
            while end < batch.exemplars.count, batch.exemplars[end].reference == batch.exemplars[start].reference {
                end += 1
            }
            if (start..<end).allSatisfy(refused.contains) { counts.exemplarsOutOfOrder += 1 }
            start = end
        }
    }

    /// Resolves the series of these samples and histograms again.
    ///
    /// Their labels are read from the body a second time.
    /// - Returns: the new references by the old ones.
    private func resolveAgain(
        _ forgotten: [Int],
        _ histograms: [Int],
        _ layout: BatchLayout,
        _ format: ScrapedFormat,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch
    ) throws(ScrapeFailure) -> [SeriesReference: SeriesReference] {
        var replaced: [SeriesReference: SeriesReference] = [:]
        var samples = Set(forgotten.filter { $0 < layout.sampleCount }.map { scratch.batch.references[$0] })
        for index in histograms { samples.insert(scratch.batch.histograms[index].reference) }
        if !samples.isEmpty {
            let (series, labels) = try findLabels(of: samples, format, &run.cache, &scratch)
            for (index, reference) in zip(series, try resolve(labels)) {
                replaced[run.cache.series[index].reference] = reference
                run.cache.resolve(index, reference)
            }
        }
        let present = ReportSeries.allCases.enumerated().filter { layout.reports.contains($1) }.map(\.offset)
        let reports = Set(forgotten.filter { $0 >= layout.reportStart }.map { scratch.batch.references[$0] })
        for position in present {
            guard let old = run.reports[position], reports.contains(old) else { continue }
            run.reports[position] = nil
            try resolveReports([ReportSeries.allCases[position]], &run)
            replaced[old] = run.reports[position]
        }
        return replaced
    }

    /// The positions in the cache and the labels of the series with these references.
    private func findLabels(
        of references: Set<SeriesReference>,
        _ format: ScrapedFormat,
        _ cache: inout ScrapeCache,
        _ scratch: inout ScrapeScratch
    ) throws(ScrapeFailure) -> (series: [Int], labels: [Labels]) {
        // The body was read before without a fault, so it brings the same series again, now into a cache of their own.
        var again = TargetRun(TextPool())
        var second = ScrapeScratch()
        swap(&second.body, &scratch.body)
        defer { swap(&second.body, &scratch.body) }
        again.cache.begin()
        var counts = ScrapeCounts()
        try read(format, &again, &second, &counts)
        var series: [Int] = []
        var labels: [Labels] = []
        for (position, index) in second.newSeries.enumerated() {
            let found = again.cache.series[index]
            guard let known = cache.position(found.hash, Int(found.length)),
                references.contains(cache.series[known].reference)
            else { continue }
            series.append(known)
            labels.append(second.newLabels[position])
        }
        return (series, labels)
    }
}
