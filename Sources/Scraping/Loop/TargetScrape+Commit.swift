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
        for reference in stale { batch.append(reference, time, StaleMarker.value) }
        layout.reports = ReportSeries.allCases.filter { !$0.isExtra || job.settings.hasExtraMetrics }
        try resolveReports(layout.reports, &run)
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
        _ format: ExpositionFormat,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) {
        let forgotten = count(try commit(scratch.batch), layout, &counts)
        guard !forgotten.isEmpty else { return }
        try resolveAgain(forgotten, layout, format, &run, &scratch)
        var rest = SampleBatch()
        for index in forgotten {
            rest.append(scratch.batch.references[index], scratch.batch.timestamps[index], scratch.batch.values[index])
        }
        let restLayout = BatchLayout(sampleCount: rest.count)
        _ = count(try commit(rest), restLayout, &counts)
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
            switch refusal {
            case .unknownSeries: if isSample || index >= layout.reportStart { forgotten.append(index) }
            case .duplicateTimestamp: counts.duplicates += isSample ? 1 : 0
            case .outOfOrder: counts.outOfOrder += isSample ? 1 : 0
            case .outOfBounds, .tooOld: counts.outOfBounds += isSample ? 1 : 0
            case .invalidHistogram, .exemplarOutOfOrder, .exemplarLabelsTooLong: break  // not of a float sample
            }
        }
        return forgotten
    }

    /// Resolves the series of these samples again.
    ///
    /// Their labels are read from the body a second time.
    private func resolveAgain(
        _ forgotten: [Int],
        _ layout: BatchLayout,
        _ format: ExpositionFormat,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch
    ) throws(ScrapeFailure) {
        var replaced: [SeriesReference: SeriesReference] = [:]
        let samples = Set(forgotten.filter { $0 < layout.sampleCount }.map { scratch.batch.references[$0] })
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
        for index in forgotten {
            let old = scratch.batch.references[index]
            scratch.batch.references[index] = replaced[old] ?? old
        }
    }

    private func findLabels(
        of references: Set<SeriesReference>,
        _ format: ExpositionFormat,
        _ cache: inout ScrapeCache,
        _ scratch: inout ScrapeScratch
    ) throws(ScrapeFailure) -> (series: [Int], labels: [Labels]) {
        let labelling = SeriesLabelling(target.labels, job.settings)
        let body = scratch.body
        var parser = ExpositionParser(body.rawSpan, format, hasher)
        var series: [Int] = []
        var labels: [Labels] = []
        var isFound: Set<Int> = []
        // The body was parsed before, so it does not fail now.
        while let entry = try? parser.next(), entry != .end {
            guard entry == .sample, let index = cache.position(parser.seriesHash, parser.series.count),
                references.contains(cache.series[index].reference), isFound.insert(index).inserted
            else { continue }
            parser.copyLabels(into: &scratch.exposed)
            guard let found = try labelling.labels(scratch.exposed) else { continue }
            series.append(index)
            labels.append(found)
        }
        return (series, labels)
    }
}
