internal import PrometheusClient

/// The metrics of one queue.
struct RemoteQueueMetrics: Sendable {
    /// The counters of one kind of thing that is sent.
    struct Kind: Sendable {
        let sent: Counter
        let failed: Counter
        let retried: Counter
    }

    let samples: Kind
    let histograms: Kind
    let exemplars: Kind
    let metadata: Kind
    let pending: [Gauge]
    let enqueueRetries: Counter
    let bytes: Counter
    let metadataBytes: Counter
    let duration: Histogram
    let highestTimestamp: Gauge
    let highestSentTimestamp: Gauge
    let shards: Gauge
    let desiredShards: Gauge
    let decodeFailures: Counter
    let sentBeforeTailing: Counter
    let notificationsSkipped: Counter
    let currentSegment: Gauge
    private let dropped: [String: [Counter]]
    private let families: RemoteWriteMetricFamilies
    private let name: String
    private let url: String

    init?(_ families: RemoteWriteMetricFamilies, name: String, url: String) {
        func counter(_ key: String) -> Counter? { families.counters[key]?[name, url] }
        func gauge(_ key: String) -> Gauge? { families.gauges[key]?[name, url] }
        func kind(_ key: String) -> Kind? {
            guard let sent = counter(key), let failed = counter("\(key)_failed"),
                let retried = counter("\(key)_retried")
            else { return nil }
            return Kind(sent: sent, failed: failed, retried: retried)
        }
        guard let samples = kind("samples"), let histograms = kind("histograms"), let exemplars = kind("exemplars"),
            let metadata = kind("metadata"), let retries = counter("enqueue_retries"), let bytes = counter("bytes"),
            let metadataBytes = counter("metadata_bytes"),
            let highestTimestamp = gauge("queue_highest_timestamp_seconds"),
            let highestSent = gauge("queue_highest_sent_timestamp_seconds"), let shards = gauge("shards"),
            let desired = gauge("shards_desired")
        else { return nil }
        self.families = families
        self.name = name
        self.url = url
        (self.samples, self.histograms, self.exemplars, self.metadata) = (samples, histograms, exemplars, metadata)
        (enqueueRetries, self.bytes, self.metadataBytes) = (retries, bytes, metadataBytes)
        (self.highestTimestamp, highestSentTimestamp) = (highestTimestamp, highestSent)
        (self.shards, desiredShards) = (shards, desired)
        pending = ["samples", "histograms", "exemplars"].compactMap { gauge("\($0)_pending") }
        duration = families.duration[name, url]
        decodeFailures = families.decodeFailures[name]
        sentBeforeTailing = families.sentBeforeTailing[name]
        notificationsSkipped = families.notificationsSkipped[name]
        currentSegment = families.currentSegment[name]
        dropped = families.dropped.mapValues { family in
            RemoteWriteMetricFamilies.reasons.map { family[name, url, $0] }
        }
    }

    /// Sets what does not change while the queue is there.
    func setLimits(_ maximumPerSend: Int, _ capacity: Int, _ shards: ClosedRange<Int>) {
        families.gauges["max_samples_per_send"]?[name, url].set(maximumPerSend)
        families.gauges["shard_capacity"]?[name, url].set(capacity)
        families.gauges["shards_min"]?[name, url].set(shards.lowerBound)
        families.gauges["shards_max"]?[name, url].set(shards.upperBound)
    }

    /// Counts what is not sent.
    func drop(_ kind: RemoteItemKind, _ reason: RemoteDropReason, _ count: Int = 1) {
        guard count > 0 else { return }
        dropped[kind.rawValue]?[reason.rawValue].increment(by: count)
    }

    func countRecord(_ type: String) { families.recordsRead[name, type].increment() }

    /// Counts what waits to be sent.
    func addPending(_ counts: RemoteItemCounts, sign: Double) {
        guard pending.count == 3 else { return }
        pending[0].increment(by: sign * Double(counts.samples))
        if counts.histograms > 0 { pending[1].increment(by: sign * Double(counts.histograms)) }
        if counts.exemplars > 0 { pending[2].increment(by: sign * Double(counts.exemplars)) }
    }

    func countSent(_ counts: RemoteItemCounts) { add(counts, \.sent) }

    func countFailed(_ counts: RemoteItemCounts) { add(counts, \.failed) }

    func countRetried(_ counts: RemoteItemCounts) { add(counts, \.retried) }

    private func add(_ counts: RemoteItemCounts, _ counter: KeyPath<Kind, Counter>) {
        if counts.samples > 0 { samples[keyPath: counter].increment(by: counts.samples) }
        if counts.histograms > 0 { histograms[keyPath: counter].increment(by: counts.histograms) }
        if counts.exemplars > 0 { exemplars[keyPath: counter].increment(by: counts.exemplars) }
    }
}
