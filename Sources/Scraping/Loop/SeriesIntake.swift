internal import PrometheusExposition
internal import PrometheusModel
internal import Storage

/// Takes samples and histograms that did not come in the known order into the cache and the batch of a scrape.
struct SeriesIntake {
    private let labelling: SeriesLabelling
    let times: SampleTimes
    private let limits: HistogramLimits
    /// Known series that started later than this get a zero at their start; `nil` if none do.
    private let zerosAfter: Int64?

    init(_ labelling: SeriesLabelling, _ times: SampleTimes, _ limits: HistogramLimits, zerosAfter: Int64?) {
        self.zerosAfter = zerosAfter
        self.labelling = labelling
        self.times = times
        self.limits = limits
    }

    /// Takes a float sample, or a native histogram, with its exemplars.
    ///
    /// `known` is the position of its series in the cache; if it is `nil`, the series is not known and its labels are in
    /// `scratch.exposed`.
    func take(
        _ sample: ExposedSample,
        _ histogram: NativeHistogram?,
        _ exemplars: [ExposedExemplar],
        _ known: Int?,
        _ cache: inout ScrapeCache,
        _ scratch: inout ScrapeScratch,
        _ counts: inout ScrapeCounts
    ) throws(ScrapeFailure) {
        counts.scraped += 1
        let index: Int
        if let known { index = known } else { index = try add(sample, &cache, &scratch, &counts) }
        guard let time = time(of: sample, index, &cache, &counts) else { return }
        let reference = cache.series[index].reference
        takeStart(sample, histogram, at: time, isNew: known == nil, index, cache, &scratch)
        if let histogram {
            guard let allowed = limits.apply(histogram) else { throw .bucketLimit }
            note(.histograms, scratch.batch.histograms.count, index, cache, &scratch)
            scratch.batch.histograms.append(
                HistogramSample(reference, timestamp: time, startTimestamp: sample.startTimestamp, allowed)
            )
        } else {
            note(.samples, scratch.batch.count, index, cache, &scratch)
            scratch.batch.append(reference, time, sample.value, startTimestamp: sample.startTimestamp)
        }
        guard !exemplars.isEmpty else { return }
        take(exemplars, at: histogram == nil ? time : nil, index, cache, &scratch)
    }

    /// Adds a zero at the time at which the sample's counter started, if it is not stored yet.
    private func takeStart(
        _ sample: ExposedSample,
        _ histogram: NativeHistogram?,
        at time: Int64,
        isNew: Bool,
        _ index: Int,
        _ cache: ScrapeCache,
        _ scratch: inout ScrapeScratch
    ) {
        let start = sample.startTimestamp
        guard let zerosAfter, start != 0, start < time, isNew || start > zerosAfter else { return }
        let reference = cache.series[index].reference
        if let histogram {
            note(.startHistograms, scratch.starts.histograms.count, index, cache, &scratch)
            scratch.starts.histograms.append(HistogramSample(reference, timestamp: start, histogram.zero))
        } else {
            note(.startSamples, scratch.starts.count, index, cache, &scratch)
            scratch.starts.append(reference, start, 0)
        }
    }

    /// Adds a series that the cache does not know; its labels are in `scratch.exposed`.
    private func add(
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

    /// Takes the exemplars of a series; those without a time of their own get `time`, or are left out.
    private func take(
        _ exemplars: [ExposedExemplar],
        at time: Int64?,
        _ index: Int,
        _ cache: ScrapeCache,
        _ scratch: inout ScrapeScratch
    ) {
        var found: [Exemplar] = []
        for exposed in exemplars {
            guard let time = exposed.timestamp ?? time else { continue }
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

    func note(
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

extension NativeHistogram {
    /// The histogram before its first observation.
    fileprivate var zero: NativeHistogram {
        var empty = HistogramLayout()
        empty.schema = layout.schema
        empty.zeroThreshold = layout.zeroThreshold
        empty.customBounds = layout.customBounds
        switch self {
        case .integer:
            var histogram = IntegerHistogram()
            histogram.layout = empty
            histogram.counterResetHint = .reset
            return .integer(histogram)
        case .float:
            var histogram = FloatHistogram()
            histogram.layout = empty
            histogram.counterResetHint = .reset
            return .float(histogram)
        }
    }
}
