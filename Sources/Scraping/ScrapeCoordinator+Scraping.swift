internal import HTTPClients
internal import Logging
internal import PrometheusClient
internal import PrometheusConfiguration
internal import PrometheusExposition
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension ScrapeCoordinator {
    /// Scrapes an active target once.
    func scrape(_ id: UInt64) async {
        let found = state.withLock { state -> (target: ScrapeTarget, job: ScrapeJob, refusal: ScrapeFailure?)? in
            guard let (target, name) = state.active[id], let pool = state.pools[name] else { return nil }
            return (target, pool.job, pool.refusal)
        }
        guard let (target, job, refusal) = found, var run = target.checkOut() else { return }
        let start = environment.clock.wallNanoseconds()
        let started = environment.clock.monotonicNanoseconds()
        let time = slot(start, target, &run)
        observeInterval(start, target, &run)
        if run.cacheGeneration != job.cacheGeneration {
            // What a fresh target brings along is an empty cache.
            run.cache.restart()
            run.described = [:]
            run.cacheGeneration = job.cacheGeneration
        }
        let answer = await ask(target, job, refusal)
        guard !Task.isCancelled else {
            // The server is stopping: a scrape that was cut off is no failure of the target.
            target.checkIn(run)
            return
        }
        let scrape = TargetScrape(
            target: target,
            job: job,
            store: environment.store,
            hasher: hasher,
            time: time,
            options: environment.options
        )
        let outcome =
            Self.isLarge(answer)
            ? await asideOfScrapes { takeIn(answer, scrape, started, &run) } : takeIn(answer, scrape, started, &run)
        if run.metadata.hasChanged {
            let families = run.metadata.families
            target.metadata.withLock { $0 = families }
            run.metadata.markPublished()
        }
        target.checkIn(run)
        target.display.withLock { display in
            display.health = outcome.failure == nil ? .up : .down
            display.lastError = outcome.failure?.description ?? ""
            display.lastScrapeNanoseconds = start
            display.lastScrapeDurationSeconds = outcome.durationSeconds
        }
        report(outcome, target, job)
    }

    /// The time of the samples, in milliseconds: the ideal time if it is near, so that intervals are equal.
    private func slot(_ start: Int64, _ target: ScrapeTarget, _ run: inout TargetRun) -> Int64 {
        let interval = target.intervalNanoseconds
        var slot = run.slotNanoseconds ?? start
        if start - slot >= interval { slot += (start - slot) / interval * interval }
        run.slotNanoseconds = slot
        let tolerance = min(environment.options.timestampToleranceNanoseconds, interval / 100)
        let isNear = environment.options.adjustsTimestamps && start >= slot && start - slot <= tolerance
        return (isNear ? slot : start) / 1_000_000
    }

    private func observeInterval(_ start: Int64, _ target: ScrapeTarget, _ run: inout TargetRun) {
        if let last = run.lastStartNanoseconds {
            metrics.intervalSeconds[target.intervalText]
                .observe(Double(start - last) / 1e9)
        }
        run.lastStartNanoseconds = start
    }

    private func ask(
        _ target: ScrapeTarget,
        _ job: ScrapeJob,
        _ refusal: ScrapeFailure?
    ) async -> Result<HTTPClientResponse, ScrapeFailure> {
        if let refusal { return .failure(refusal) }
        let limit = job.settings.limits.bodySizeBytes
        let request = HTTPClientRequest(
            url: target.identity.url,
            headers: job.headers(timeoutMilliseconds: target.timeoutMilliseconds),
            timeout: .milliseconds(target.timeoutMilliseconds),
            maximumBodyBytes: limit > 0 ? Int(clamping: limit) : nil
        )
        do throws(HTTPClientError) {
            return .success(try await job.client.send(request))
        } catch {
            if case .bodyTooLarge = error { return .failure(.bodyTooLarge) }
            return .failure(.request(error))
        }
    }

    /// Whether taking the answer in lasts milliseconds.
    private static func isLarge(_ answer: Result<HTTPClientResponse, ScrapeFailure>) -> Bool {
        guard case .success(let response) = answer else { return false }
        // What is compressed is some ten times as large.
        let isPacked = response.header("Content-Encoding") != nil
        return response.body.count > (isPacked ? 100 << 10 : 1 << 20)
    }

    /// Unpacks the answer into `scratch` and tells its format.
    private static func unpack(
        _ response: HTTPClientResponse,
        _ settings: ScrapeSettings,
        _ run: inout TargetRun,
        _ scratch: inout ScrapeScratch
    ) throws(ScrapeFailure) -> ScrapedFormat {
        scratch.isBodyShared = try ScrapeResponse.unpack(response, settings, into: &scratch.body)
        // A target with nothing to say need not say how.
        if scratch.body.isEmpty { return .text(.text) }
        return try ScrapeResponse.format(response.header("Content-Type"), settings, &run.mediaType)
    }

    /// Unpacks, parses and commits.
    ///
    /// A scrape that fails brings staleness markers and reports only.
    private func takeIn(
        _ answer: Result<HTTPClientResponse, ScrapeFailure>,
        _ scrape: TargetScrape,
        _ started: Int64,
        _ run: inout TargetRun
    ) -> ScrapeOutcome {
        var scratch = scratches.take()
        defer { scratches.give(scratch) }
        var outcome = ScrapeOutcome()
        var format = ScrapedFormat.text(.text)
        run.cache.begin()
        do throws(ScrapeFailure) {
            format = try Self.unpack(try answer.get(), scrape.job.settings, &run, &scratch)
            outcome.bodyBytes = scratch.body.count
            try scrape.read(format, &run, &scratch, &outcome.counts)
            try scrape.resolve(&run, &scratch)
        } catch {
            outcome.failure = error
            if case .bodyTooLarge = error { outcome.bodyBytes = -1 }
            scratch.batch.removeAll()
            scratch.starts.removeAll()
        }
        let stale: [SeriesReference]
        if outcome.failure == nil {
            stale = run.cache.succeed(scratch.batch)
            run.lastGoodTime = scrape.time
            run.metadata.succeed()
        } else {
            stale = run.cache.fail()
        }
        do throws(ScrapeFailure) {
            try scrape.commitStarts(scratch.starts)
            outcome.durationSeconds = Double(environment.clock.monotonicNanoseconds() - started) / 1e9
            let layout = try scrape.complete(outcome, stale: stale, &run, &scratch.batch)
            try scrape.commit(layout, format, &run, &scratch, &outcome.counts)
        } catch {
            outcome.failure = outcome.failure ?? error
            let pool = scrape.job.settings.jobName
            environment.logger.error(
                "Scrape commit failed",
                metadata: ["scrape_pool": "\(pool)", "target": "\(scrape.target.identity.url)", "err": "\(error)"]
            )
        }
        return outcome
    }

    /// Counts and logs what a scrape came to.
    private func report(_ outcome: ScrapeOutcome, _ target: ScrapeTarget, _ job: ScrapeJob) {
        let counts = outcome.counts
        if counts.outOfOrder + counts.duplicates + counts.outOfBounds + counts.exemplarsOutOfOrder > 0 {
            reportRefusals(counts, target, job)
        }
        guard let failure = outcome.failure else { return }
        switch failure {
        case .bodyTooLarge: metrics.exceededBodySizeLimit.increment()
        case .sampleLimit: metrics.exceededSampleLimit.increment()
        case .bucketLimit: metrics.histograms.exceededBucketLimit.increment()
        case .labelLimit, .labelNameLength, .labelValueLength: metrics.exceededLabelLimits.increment()
        default: break
        }
        environment.logger.debug(
            failure.isOfAnswer ? "Append failed" : "Scrape failed",
            metadata: place(target, job).merging(["err": "\(failure)"]) { $1 }
        )
        note(failure, target, job)
    }

    /// Writes a failed scrape into its job's failure log, if it has one.
    private func note(_ failure: ScrapeFailure, _ target: ScrapeTarget, _ job: ScrapeJob) {
        let path = job.settings.failureLogFile
        guard !path.isEmpty, let log = state.withLock({ $0.failureLogs[path] }) else { return }
        let isWritten = log.write(
            failure.description,
            job: job.settings.jobName,
            target: target.identity.url,
            wallNanoseconds: environment.clock.wallNanoseconds()
        )
        guard !isWritten else { return }
        environment.logger.warning("Writing to the scrape failure log failed", metadata: ["file": "\(path)"])
    }

    private func reportRefusals(_ counts: ScrapeCounts, _ target: ScrapeTarget, _ job: ScrapeJob) {
        let refusals = [
            (counts.outOfOrder, metrics.outOfOrder, "Error on ingesting out-of-order samples"),
            (
                counts.duplicates, metrics.duplicateTimestamps,
                "Error on ingesting samples with different value but same timestamp"
            ),
            (
                counts.outOfBounds, metrics.outOfBounds,
                "Error on ingesting samples that are too old or are too far into the future"
            ),
            (
                counts.exemplarsOutOfOrder, metrics.histograms.exemplarsOutOfOrder,
                "Error on ingesting out-of-order exemplars"
            ),
        ]
        for (count, counter, message) in refusals where count > 0 {
            counter.increment(by: count)
            environment.logger.warning(
                "\(message)",
                metadata: place(target, job).merging(["num_dropped": "\(count)"]) { $1 }
            )
        }
    }

    private func place(_ target: ScrapeTarget, _ job: ScrapeJob) -> Logger.Metadata {
        ["scrape_pool": "\(job.settings.jobName)", "target": "\(target.identity.url)"]
    }

    /// Writes the staleness markers of a target that is gone.
    func depart(_ id: UInt64) {
        guard let (target, job) = state.withLock({ $0.departing.removeValue(forKey: id) }) else { return }
        guard var run = target.checkOut() else {
            // A scrape that takes longer than two intervals; look again when it must be over.
            let later = environment.clock.monotonicNanoseconds() + target.intervalNanoseconds
            state.withLock { state in
                state.departing[id] = (target, job)
                state.schedule.depart(id, at: later)
            }
            return wake()
        }
        // A target that was never scraped has nothing to end.
        guard let last = run.slotNanoseconds, run.lastStartNanoseconds != nil else { return }
        let time = (last + target.intervalNanoseconds) / 1_000_000
        let stale = run.cache.end() + run.reports.compactMap { $0 }
        var batch = SampleBatch()
        batch.refusesLate = true
        for reference in stale { batch.append(reference, time, StaleMarker.value) }
        do throws(StorageError) {
            // Refusals are of series that have newer samples or are gone; they need no marker.
            _ = try environment.store.commit(batch)
        } catch {
            environment.logger.warning(
                "Stale append failed",
                metadata: ["target": "\(target.identity.url)", "err": "\(error)"]
            )
        }
    }
}
