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
            try take(entry, parser, &collector, intake, &run, &scratch, &counts)
            if entry == .end { return }
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
        let settings = target.histograms
        let forms = ProtobufExpositionParser.Forms(
            native: settings.scrapesNative,
            classicBesideNative: settings.alwaysScrapesClassic || settings.convertsClassic
        )
        var parser = ProtobufExpositionParser(body.rawSpan, hasher, forms)
        var collector = settings.convertsClassic ? ClassicHistogramCollector(hasher) : nil
        while true {
            let entry: ExpositionEntry
            do throws(ExpositionError) {
                entry = try parser.next()
            } catch {
                throw .exposition(error)
            }
            try take(entry, parser, &collector, intake, &run, &scratch, &counts)
            if entry == .end { return }
        }
    }

    /// Takes an entry that the parser has just read.
    private func take<Parser: ExpositionReading & ~Copyable & ~Escapable>(
        _ entry: ExpositionEntry,
        _ parser: borrowing Parser,
        _ collector: inout ClassicHistogramCollector?,
        _ intake: SeriesIntake,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) {
        switch entry {
        case .end: try finish(&collector, intake, &run, &scratch, &counts)
        case .type, .help, .unit:
            let metadata = parser.metadata
            run.metadata.take(entry, metadata)
            guard case .type(let type) = entry else { return }
            try finish(&collector, intake, &run, &scratch, &counts)
            collector?.begin(metadata.family, type)
        case .sample, .histogram:
            let sample = parser.sample
            let exemplars: [ExposedExemplar]
            do throws(ExpositionError) {
                exemplars = sample.hasExemplars ? try parser.exemplars() : []
            } catch {
                throw .exposition(error)
            }
            if collector != nil {
                parser.copyLabels(into: &scratch.exposed)
                if entry == .histogram {
                    collector?.note(native: scratch.exposed)
                } else if try collect(sample, exemplars, &collector, intake, &run, &scratch, &counts) {
                    return
                }
            }
            let known = run.cache.find(sample.hash, sample.length)
            if known == nil { parser.copyLabels(into: &scratch.exposed) }
            let histogram = entry == .histogram ? parser.histogram : nil
            try intake.take(sample, histogram, exemplars, known, &run.cache, &scratch, &counts)
            if known == nil, options.passesMetadata { describe(intake, &run, &scratch) }
        }
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
        let exposed = scratch.exposed
        scratch.exposed = collected.labels
        defer { scratch.exposed = exposed }
        let known = run.cache.find(collected.sample.hash, collected.sample.length)
        try intake.take(
            collected.sample,
            collected.histogram,
            collected.exemplars,
            known,
            &run.cache,
            &scratch,
            &counts
        )
    }
}
