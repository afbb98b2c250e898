internal import PrometheusModel
internal import Storage

extension TargetScrape {
    /// Gives the store the metadata of the series that was added last, if it belongs to the family told of last.
    func describe(_ intake: SeriesIntake, _ run: inout TargetRun, _ scratch: inout ScrapeScratch) {
        let index = run.cache.series.count - 1
        guard index >= 0, run.cache.series[index].marks.contains(.unresolved),
            let family = run.metadata.currentFamily, let name = scratch.newLabels.last?[Label.metricName],
            family.contains(seriesName: name)
        else { return }
        intake.note(.metadata, scratch.batch.metadata.count, index, run.cache, &scratch)
        scratch.batch.metadata.append(MetadataSample(run.cache.series[index].reference, family.ofSeries))
        scratch.described.append(family.family)
    }

    /// Gives the store the metadata of known series whose family changed, and remembers the new series.
    func describeAgain(_ run: inout TargetRun, _ scratch: inout ScrapeScratch) {
        let added = zip(scratch.described, scratch.batch.metadata.map(\.reference)).map { ($0, $1) }
        if !run.described.isEmpty {
            for family in run.metadata.families where run.metadata.changed.contains(family.family) {
                for reference in run.described[family.family] ?? [] {
                    scratch.batch.metadata.append(MetadataSample(reference, family.ofSeries))
                }
            }
        }
        for (family, reference) in added { run.described[family, default: []].append(reference) }
        guard !added.isEmpty else { return }
        // Series come and go: those that are gone are forgotten now and then.
        let count = run.described.values.reduce(0) { $0 + $1.count }
        guard count > 2 * run.cache.series.count + 1000 else { return }
        let present = Set(run.cache.series.map(\.reference))
        run.described = run.described.mapValues { $0.filter(present.contains) }.filter { !$0.value.isEmpty }
    }
}

extension MetricMetadata {
    /// What the family says of each of its series.
    fileprivate var ofSeries: SeriesMetadata { SeriesMetadata(type: type, unit: unit, help: help) }

    /// Whether a series of this name belongs to the family.
    fileprivate func contains(seriesName name: String) -> Bool {
        if name == family { return true }
        var base = family
        let suffixes: [String]
        switch type {
        case .counter:
            // The type line of the classic format has the suffix, that of OpenMetrics has not.
            if base.hasSuffix("_total") { base.removeLast("_total".count) }
            suffixes = ["_total", ""]
        case .histogram: suffixes = ["_bucket", "_sum", "_count"]
        case .gaugeHistogram: suffixes = ["_bucket", "_gsum", "_gcount"]
        case .summary: suffixes = ["_sum", "_count"]
        case .info: suffixes = ["_info"]
        case .gauge, .stateSet, .unknown: suffixes = []
        }
        return suffixes.contains { name == base + $0 }
    }
}
