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
    var options = ScrapeOptions()

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
        _ format: ScrapedFormat,
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
        _ format: ScrapedFormat,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) -> ScrapeFailure? {
        do throws(ScrapeFailure) {
            run.metadata.begin()
            let intake = SeriesIntake(
                SeriesLabelling(target.labels, job.settings),
                times,
                HistogramLimits(job.settings.limits),
                zerosAfter: options.storesStartZeros ? run.lastGoodTime ?? .min : nil
            )
            switch format {
            case .text(let format):
                try readText(body, format, intake, &run, &scratch, &counts)
            case .protobuf:
                try readProtobuf(body, intake, &run, &scratch, &counts)
            }
            return nil
        } catch {
            return error
        }
    }

    /// Resolves the new series, all in one call, and writes their references into the batch.
    func resolve(_ run: inout TargetRun, _ scratch: inout ScrapeScratch) throws(ScrapeFailure) {
        defer { if options.passesMetadata { describeAgain(&run, &scratch) } }
        guard !scratch.newLabels.isEmpty else { return }
        let resolved = try resolve(scratch.newLabels)
        for (index, series) in zip(scratch.newSeries, resolved) { run.cache.resolve(index, series) }
        for occurrence in scratch.occurrences {
            let reference = run.cache.series[occurrence.cacheIndex].reference
            switch occurrence.list {
            case .samples: scratch.batch.references[occurrence.batchIndex] = reference
            case .histograms: scratch.batch.histograms[occurrence.batchIndex].reference = reference
            case .exemplars: scratch.batch.exemplars[occurrence.batchIndex].reference = reference
            case .metadata: scratch.batch.metadata[occurrence.batchIndex].reference = reference
            case .startSamples: scratch.starts.references[occurrence.batchIndex] = reference
            case .startHistograms: scratch.starts.histograms[occurrence.batchIndex].reference = reference
            }
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
