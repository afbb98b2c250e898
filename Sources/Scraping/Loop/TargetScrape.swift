internal import PrometheusBytes
internal import PrometheusConfiguration
internal import PrometheusExposition
internal import PrometheusModel
internal import Storage

/// Takes the answer of one target in: parses it, and commits its samples, staleness markers and reports as one batch.
///
/// Synchronous: a scrape of a thousand samples takes a tenth of a millisecond.
struct TargetScrape {
    let target: ScrapeTarget
    let job: ScrapeJob
    let store: any SampleStore
    let hasher: SeriesHash
    /// The time of the scrape, in milliseconds since the Unix epoch.
    let time: Int64

    /// The times of the batch's samples.
    ///
    /// What is more than ten minutes ahead is a mistake of the target.
    private var times: SampleTimes {
        SampleTimes(
            scrapeTime: time,
            latest: time + 600_000,
            honorsOwn: job.settings.honorsTimestamps,
            tracksOwn: job.settings.tracksTimestampsStaleness
        )
    }

    // MARK: Samples

    /// Reads the body in `scratch` into its batch.
    ///
    /// - Throws: what fails the scrape; what was taken until then must not be committed.
    func read(
        _ format: ExpositionFormat,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) {
        guard !scratch.body.isEmpty else { return }
        // Taken out, so that the parser can look at it while the rest of the scratch changes.
        var body: [UInt8] = []
        swap(&body, &scratch.body)
        let result = parse(body, format, &run, &scratch, &counts)
        swap(&body, &scratch.body)
        if let failure = result { throw failure }
        let limit = job.settings.limits.samples
        guard limit == 0 || counts.kept <= Int(clamping: limit) else { throw .sampleLimit }
    }

    private func parse(
        _ body: [UInt8],
        _ format: ExpositionFormat,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) -> ScrapeFailure? {
        let times = times
        let labelling = SeriesLabelling(target.labels, job.settings)
        var parser = ExpositionParser(body.rawSpan, format, hasher)
        run.metadata.begin()
        while true {
            run.cache.takeKnown(&parser, times, &scratch.batch, &counts)
            if run.metadata.takeKnown(&parser) { continue }
            do throws(ExpositionError) {
                let entry = try parser.next()
                switch entry {
                case .end: return nil
                case .type, .help, .unit: run.metadata.take(entry, parser)
                case .sample:
                    do throws(ScrapeFailure) {
                        try take(parser, labelling, times, &run.cache, &scratch, &counts)
                    } catch {
                        return error
                    }
                }
            } catch {
                return .exposition(error)
            }
        }
    }

    /// Takes a sample that did not come in the known order.
    private func take(
        _ parser: borrowing ExpositionParser,
        _ labelling: SeriesLabelling,
        _ times: SampleTimes,
        _ cache: inout ScrapeCache,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) {
        counts.scraped += 1
        let (hash, length) = (parser.seriesHash, parser.series.count)
        let index: Int
        if let known = cache.find(hash, length) {
            index = known
        } else {
            parser.copyLabels(into: &scratch.exposed)
            if let labels = try labelling.labels(scratch.exposed) {
                index = cache.add(hash, length, SeriesReference(0), .unresolved)
                scratch.newLabels.append(labels)
                scratch.newSeries.append(index)
                counts.seriesAdded += 1
            } else {
                index = cache.add(hash, length, SeriesReference(0), .dropped)
            }
        }
        let usesOwnTime = parser.hasTimestamp && times.honorsOwn
        let marks = cache.series[index].marks
        let isDropped = marks.contains(.dropped)
        let isFirst = cache.sight(index, isTracked: !isDropped && (!usesOwnTime || times.tracksOwn))
        if isDropped { return }
        counts.kept += 1
        guard isFirst || usesOwnTime else {
            counts.duplicates += 1
            return
        }
        let sampleTime = usesOwnTime ? parser.timestamp : times.scrapeTime
        guard sampleTime <= times.latest else {
            counts.outOfBounds += 1
            return
        }
        if marks.contains(.unresolved) {
            scratch.occurrences.append(.init(batchIndex: scratch.batch.count, cacheIndex: index))
        }
        scratch.batch.append(cache.series[index].reference, sampleTime, parser.value)
    }

    /// Resolves the new series, all in one call, and writes their references into the batch.
    func resolve(_ run: inout TargetRun, _ scratch: inout ScrapeScratch) throws(ScrapeFailure) {
        guard !scratch.newLabels.isEmpty else { return }
        let resolved = try resolve(scratch.newLabels)
        for (index, series) in zip(scratch.newSeries, resolved) { run.cache.resolve(index, series) }
        for occurrence in scratch.occurrences {
            scratch.batch.references[occurrence.batchIndex] = run.cache.series[occurrence.cacheIndex].reference
        }
    }

    func resolve(_ labels: [Labels]) throws(ScrapeFailure) -> [SeriesReference] {
        do {
            let resolved = try store.resolve(labels)
            precondition(resolved.count == labels.count, "the store resolved another number of series")
            return resolved.map(\.reference)
        } catch {
            throw .storage(error)
        }
    }
}
