internal import PrometheusBytes
internal import PrometheusConfiguration
internal import PrometheusExposition
internal import PrometheusModel

extension TargetScrape {
    /// Reads a body in one of the text formats.
    func readText(
        _ body: [UInt8],
        _ format: ExpositionFormat,
        _ intake: SeriesIntake,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) {
        var parser = ExpositionParser(body.rawSpan, format, hasher)
        // What is made of classic histograms needs their labels, so that the short way is no way then.
        var collector = target.histograms.convertsClassic ? ClassicHistogramCollector(hasher) : nil
        while true {
            if collector == nil {
                run.cache.takeKnown(&parser, intake.times, &scratch.batch, &counts)
                if run.metadata.takeKnown(&parser) { continue }
            }
            let entry: ExpositionEntry
            do throws(ExpositionError) {
                entry = try parser.next()
            } catch {
                throw .exposition(error)
            }
            switch entry {
            case .end:
                try finish(&collector, intake, &run, &scratch, &counts)
                return
            case .type, .help, .unit:
                run.metadata.take(entry, parser.metadata)
                if case .type(let type) = entry {
                    try finish(&collector, intake, &run, &scratch, &counts)
                    collector?.begin(parser.metadataName, type)
                }
            case .sample, .histogram:
                let sample = parser.sample
                if collector != nil {
                    parser.copyLabels(into: &scratch.exposed)
                    if try collect(sample, parser.exemplars, &collector, intake, &run, &scratch, &counts) { continue }
                }
                counts.scraped += 1
                let index: Int
                if let known = run.cache.find(sample.hash, sample.length) {
                    index = known
                } else {
                    parser.copyLabels(into: &scratch.exposed)
                    index = try intake.add(sample, &run.cache, &scratch, &counts)
                }
                let isStored = intake.take(sample, index, &run.cache, &scratch, &counts)
                if isStored, sample.hasExemplars {
                    intake.take(parser.exemplars, of: sample, isHistogram: false, index, run.cache, &scratch)
                }
            }
        }
    }

    /// Reads a body in the protobuf format.
    func readProtobuf(
        _ body: [UInt8],
        _ intake: SeriesIntake,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) {
        var parser = ProtobufExpositionParser(body.rawSpan, hasher, forms)
        var collector = target.histograms.convertsClassic ? ClassicHistogramCollector(hasher) : nil
        while true {
            let entry: ExpositionEntry
            var exemplars: [ExposedExemplar] = []
            do throws(ExpositionError) {
                entry = try parser.next()
                if entry == .sample || entry == .histogram, parser.sample.hasExemplars {
                    exemplars = try parser.exemplars()
                }
            } catch {
                throw .exposition(error)
            }
            switch entry {
            case .end:
                try finish(&collector, intake, &run, &scratch, &counts)
                return
            case .type, .help, .unit:
                run.metadata.take(entry, parser.metadata)
                if case .type(let type) = entry {
                    try finish(&collector, intake, &run, &scratch, &counts)
                    collector?.begin(parser.metadataName, type)
                }
            case .sample, .histogram:
                let sample = parser.sample
                if collector != nil {
                    parser.copyLabels(into: &scratch.exposed)
                    if entry == .histogram {
                        collector?.note(native: scratch.exposed)
                    } else if try collect(sample, exemplars, &collector, intake, &run, &scratch, &counts) {
                        continue
                    }
                }
                counts.scraped += 1
                let index: Int
                if let known = run.cache.find(sample.hash, sample.length) {
                    index = known
                } else {
                    parser.copyLabels(into: &scratch.exposed)
                    index = try intake.add(sample, &run.cache, &scratch, &counts)
                }
                let isHistogram = entry == .histogram
                let isStored =
                    isHistogram
                    ? try intake.take(parser.histogram, sample, index, &run.cache, &scratch, &counts)
                    : intake.take(sample, index, &run.cache, &scratch, &counts)
                if isStored, !exemplars.isEmpty {
                    intake.take(exemplars, of: sample, isHistogram: isHistogram, index, run.cache, &scratch)
                }
            }
        }
    }

    /// The forms of histograms that the protobuf parser tells of.
    var forms: ProtobufExpositionParser.Forms {
        let settings = target.histograms
        return ProtobufExpositionParser.Forms(
            native: settings.scrapesNative,
            classicBesideNative: settings.alwaysScrapesClassic || settings.convertsClassic
        )
    }

    /// Gives a sample to the collector of classic histograms; `true` if it is not to be taken as a series too.
    private func collect(
        _ sample: ExposedSample,
        _ exemplars: [ExposedExemplar],
        _ collector: inout ClassicHistogramCollector?,
        _ intake: SeriesIntake,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) -> Bool {
        guard let startsAnother = collector?.startsAnother(scratch.exposed) else {
            try finish(&collector, intake, &run, &scratch, &counts)
            return false
        }
        if startsAnother { try finish(&collector, intake, &run, &scratch, &counts) }
        collector?.add(sample, scratch.exposed, exemplars)
        return !target.histograms.alwaysScrapesClassic
    }

    /// Takes the native histogram that the collector has made, if its classic one is complete.
    private func finish(
        _ collector: inout ClassicHistogramCollector?,
        _ intake: SeriesIntake,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) {
        guard let collected = collector?.finish() else { return }
        counts.scraped += 1
        let sample = collected.sample
        let index: Int
        if let known = run.cache.find(sample.hash, sample.length) {
            index = known
        } else {
            let exposed = scratch.exposed
            scratch.exposed = collected.labels
            defer { scratch.exposed = exposed }
            index = try intake.add(sample, &run.cache, &scratch, &counts)
        }
        guard try intake.take(collected.histogram, sample, index, &run.cache, &scratch, &counts) else { return }
        intake.take(collected.exemplars, of: sample, isHistogram: true, index, run.cache, &scratch)
    }
}
