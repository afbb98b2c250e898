/// What command-line flags and the server's identity say about scraping.
package struct ScrapeOptions: Sendable {
    /// The version in the `User-Agent` header.
    package var version = ""
    /// The fully qualified name of this host; it shifts the targets' slots, so that replicas do not scrape together.
    package var hostName = ""
    /// Whether timestamps are snapped to the target's slot: `--scrape.adjust-timestamps`.
    package var adjustsTimestamps = true
    /// How far a timestamp is moved at most: `--scrape.timestamp-tolerance`.
    package var timestampToleranceNanoseconds: Int64 = 2_000_000
    /// How often discovered targets are taken at most: `--scrape.discovery-reload-interval`.
    package var discoveryReloadIntervalMilliseconds: Int64 = 5000

    /// Whether a counter that starts gets a zero at its start: `created-timestamp-zero-ingestion`.
    package var storesStartZeros = false
    /// Whether the store gets the metadata of series: `metadata-wal-records`.
    package var passesMetadata = false

    package init() {}
}
