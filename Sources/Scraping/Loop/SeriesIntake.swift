internal import PrometheusExposition
internal import PrometheusModel
internal import Storage

/// Takes samples and histograms that did not come in the known order into the cache and the batch of a scrape.
struct SeriesIntake {
    private let labelling: SeriesLabelling
    let times: SampleTimes
    private let limits: HistogramLimits

    init(_ labelling: SeriesLabelling, _ times: SampleTimes, _ limits: HistogramLimits) {
        self.labelling = labelling
        self.times = times
        self.limits = limits
    }

    /// Adds a series that the cache does not know; its labels are in `scratch.exposed`.
    func add(
        _ sample: ExposedSample,
        _ cache: inout ScrapeCache,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) -> Int {
        guard let labels = try labelling.labels(scratch.exposed) else {
            return cache.add(sample.hash, sample.length, SeriesReference(0), .dropped)
        }
        let index = cache.add(sample.hash, sample.length, SeriesReference(0), .unresolved)
        scratch.newLabels.append(labels)
        scratch.newSeries.append(index)
        counts.seriesAdded += 1
        return index
    }

    /// Takes a float sample of the series at `index`.
    /// - Returns: whether it is stored, so that its exemplars may be.
    func take(
        _ sample: ExposedSample,
        _ index: Int,
        _ cache: inout ScrapeCache,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) -> Bool {
        guard let time = time(of: sample, index, &cache, &counts) else { return false }
        note(.samples, scratch.batch.count, index, cache, &scratch)
        scratch.batch.append(
            cache.series[index].reference,
            time,
            sample.value,
            startTimestamp: sample.startTimestamp
        )
        return true
    }

    /// Takes a native histogram of the series at `index`.
    /// - Returns: whether it is stored, so that its exemplars may be.
    func take(
        _ histogram: NativeHistogram,
        _ sample: ExposedSample,
        _ index: Int,
        _ cache: inout ScrapeCache,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) -> Bool {
        guard let time = time(of: sample, index, &cache, &counts) else { return false }
        guard let allowed = limits.apply(histogram) else { throw .bucketLimit }
        note(.histograms, scratch.batch.histograms.count, index, cache, &scratch)
        scratch.batch.histograms.append(
            HistogramSample(
                cache.series[index].reference,
                timestamp: time,
                startTimestamp: sample.startTimestamp,
                allowed
            )
        )
        return true
    }

    /// Takes the exemplars of a sample; one without a time of its own has the sample's, or is left out of histograms.
    func take(
        _ exemplars: [ExposedExemplar],
        of sample: ExposedSample,
        isHistogram: Bool,
        _ index: Int,
        _ cache: ScrapeCache,
        _ scratch: inout ScrapeScratch
    ) {
        let sampleTime = times.honorsOwn ? sample.timestamp ?? times.scrapeTime : times.scrapeTime
        var found: [Exemplar] = []
        for exposed in exemplars {
            guard let time = exposed.timestamp ?? (isHistogram ? nil : sampleTime) else { continue }
            found.append(Exemplar(labels: exposed.labels, value: exposed.value, timestamp: time))
        }
        found.sort { $0.timestamp < $1.timestamp }
        for exemplar in found {
            note(.exemplars, scratch.batch.exemplars.count, index, cache, &scratch)
            scratch.batch.exemplars.append(ExemplarSample(cache.series[index].reference, exemplar))
        }
    }

    /// The time that the sample is stored with; `nil` if it is not stored.
    private func time(
        of sample: ExposedSample,
        _ index: Int,
        _ cache: inout ScrapeCache,
        _ counts: inout ScrapeCounts
    ) -> Int64? {
        let ownTime = times.honorsOwn ? sample.timestamp : nil
        let isDropped = cache.series[index].marks.contains(.dropped)
        let isFirst = cache.sight(index, isTracked: !isDropped && (ownTime == nil || times.tracksOwn))
        if isDropped { return nil }
        counts.kept += 1
        guard isFirst || ownTime != nil else {
            counts.duplicates += 1
            return nil
        }
        let time = ownTime ?? times.scrapeTime
        guard time <= times.latest else {
            counts.outOfBounds += 1
            return nil
        }
        return time
    }

    private func note(
        _ list: ScrapeScratch.Occurrence.List,
        _ batchIndex: Int,
        _ index: Int,
        _ cache: ScrapeCache,
        _ scratch: inout ScrapeScratch
    ) {
        guard cache.series[index].marks.contains(.unresolved) else { return }
        scratch.occurrences.append(.init(list: list, batchIndex: batchIndex, cacheIndex: index))
    }
}
