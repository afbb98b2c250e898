package import PrometheusClient

/// The metrics of remote write's senders, by the name and the URL of the queue.
package struct RemoteWriteMetricFamilies: Sendable {
    static let kinds = ["samples", "histograms", "exemplars", "metadata"]
    static let reasons = [
        "too_old", "dropped_series", "unintentionally_dropped_series", "nhcb_in_rw1_not_supported",
    ]

    let samplesIn: Counter
    let histogramsIn: Counter
    let exemplarsIn: Counter
    let highestTimestamp: Gauge
    let counters: [String: CounterFamily]
    let gauges: [String: GaugeFamily]
    let dropped: [String: CounterFamily]
    let duration: HistogramFamily
    let recordsRead: CounterFamily
    let decodeFailures: CounterFamily
    let sentBeforeTailing: CounterFamily
    let notificationsSkipped: CounterFamily
    let currentSegment: GaugeFamily

    package init(_ registry: Registry) throws(RegistrationError) {
        let prefix = "prometheus_remote_storage_"
        samplesIn = try registry.counter(
            prefix + "samples_in_total",
            help: "Samples in to remote storage, compare to samples out for queue managers."
        )
        histogramsIn = try registry.counter(
            prefix + "histograms_in_total",
            help: "HistogramSamples in to remote storage, compare to histograms out for queue managers."
        )
        exemplarsIn = try registry.counter(
            prefix + "exemplars_in_total",
            help: "Exemplars in to remote storage, compare to exemplars out for queue managers."
        )
        highestTimestamp = try registry.gauge(
            prefix + "highest_timestamp_in_seconds",
            help:
                "Highest timestamp that has come into the remote storage via the Appender interface, in seconds since epoch. Initialized to 0 when no data has been received yet."
        )
        _ = try registry.counter(
            prefix + "string_interner_zero_reference_releases_total",
            help: "The number of times release has been called for strings that are not interned."
        )
        counters = try Self.makeCounters(registry, prefix)
        dropped = try Self.makeDropped(registry, prefix)
        gauges = try Self.makeGauges(registry, prefix)
        duration = try registry.histograms(
            prefix + "sent_batch_duration_seconds",
            help: "Duration of send calls to the remote storage.",
            labels: ["remote_name", "url"],
            buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 120, 300]
        )
        recordsRead = try registry.counters(
            "prometheus_wal_watcher_records_read_total",
            help: "Number of records read by the WAL watcher from the WAL.",
            labels: ["consumer", "type"]
        )
        decodeFailures = try registry.counters(
            "prometheus_wal_watcher_record_decode_failures_total",
            help: "Number of records read by the WAL watcher that resulted in an error when decoding.",
            labels: ["consumer"]
        )
        sentBeforeTailing = try registry.counters(
            "prometheus_wal_watcher_samples_sent_pre_tailing_total",
            help:
                "Number of sample records read by the WAL watcher and sent to remote write during replay of existing WAL.",
            labels: ["consumer"]
        )
        notificationsSkipped = try registry.counters(
            "prometheus_wal_watcher_notifications_skipped_total",
            help:
                "The number of WAL write notifications that the Watcher has skipped due to already being in a WAL read routine.",
            labels: ["consumer"]
        )
        currentSegment = try registry.gauges(
            "prometheus_wal_watcher_current_segment",
            help: "Current segment the WAL watcher is reading records from.",
            labels: ["consumer"]
        )
    }

    /// Stops exposing what a queue measured.
    func remove(_ name: String, _ url: String) {
        for family in counters.values { family.remove(name, url) }
        for family in gauges.values { family.remove(name, url) }
        for family in dropped.values { for reason in Self.reasons { family.remove(name, url, reason) } }
        duration.remove(name, url)
        recordsRead.removeAll { $0.first == name }
        for family in [decodeFailures, sentBeforeTailing, notificationsSkipped] { family.remove(name) }
        currentSegment.remove(name)
    }

    private static func makeCounters(
        _ registry: Registry,
        _ prefix: String
    ) throws(RegistrationError) -> [String: CounterFamily] {
        var helps = [
            "enqueue_retries": "Total number of times enqueue has failed because a shards queue was full.",
            "bytes":
                "The total number of bytes of data (not metadata) sent by the queue after compression. Note that when exemplars over remote write is enabled the exemplars included in a remote write request count towards this metric.",
            "metadata_bytes": "The total number of bytes of metadata sent by the queue after compression.",
        ]
        for kind in kinds {
            let things = kind == "metadata" ? "metadata entries" : kind
            helps[kind] = "Total number of \(things) sent to remote storage."
            helps["\(kind)_failed"] =
                "Total number of \(things) which failed on send to remote storage, non-recoverable errors."
            helps["\(kind)_retried"] =
                "Total number of \(things) which failed on send to remote storage but were retried because the send error was recoverable."
        }
        var families: [String: CounterFamily] = [:]
        for (name, help) in helps {
            families[name] = try registry.counters(
                "\(prefix)\(name)_total",
                help: help,
                labels: ["remote_name", "url"]
            )
        }
        return families
    }

    private static func makeDropped(
        _ registry: Registry,
        _ prefix: String
    ) throws(RegistrationError) -> [String: CounterFamily] {
        var families: [String: CounterFamily] = [:]
        for kind in ["samples", "histograms", "exemplars"] {
            families[kind] = try registry.counters(
                "\(prefix)\(kind)_dropped_total",
                help:
                    "Total number of \(kind) which were dropped after being read from the WAL before being sent via remote write, either via relabelling, due to being too old or unintentionally because of an unknown reference ID.",
                labels: ["remote_name", "url", "reason"]
            )
        }
        return families
    }

    private static func makeGauges(
        _ registry: Registry,
        _ prefix: String
    ) throws(RegistrationError) -> [String: GaugeFamily] {
        var helps = [
            "queue_highest_timestamp_seconds":
                "Highest timestamp that was enqueued, in seconds since epoch. Initialized to 0 when no data has been received yet.",
            "queue_highest_sent_timestamp_seconds":
                "Timestamp from a WAL sample, the highest timestamp successfully sent by this queue, in seconds since epoch. Initialized to 0 when no data has been sent yet.",
            "max_samples_per_send":
                "The maximum number of samples to be sent, in a single request, to the remote storage. Note that, when sending of exemplars over remote write is enabled, exemplars count towards this limt.",
            "shard_capacity":
                "The capacity of each shard of the queue used for parallel sending to the remote storage.",
            "shards": "The number of shards used for parallel sending to the remote storage.",
            "shards_min": "The minimum number of shards that the queue is allowed to run.",
            "shards_max": "The maximum number of shards that the queue is allowed to run.",
            "shards_desired":
                "The number of shards that the queues shard calculation wants to run based on the rate of samples in vs. samples out.",
        ]
        for kind in ["samples", "histograms", "exemplars"] {
            helps["\(kind)_pending"] =
                "The number of \(kind) pending in the queues shards to be sent to the remote storage."
        }
        var families: [String: GaugeFamily] = [:]
        for (name, help) in helps {
            families[name] = try registry.gauges(prefix + name, help: help, labels: ["remote_name", "url"])
        }
        return families
    }
}
