/// The series that every scrape writes about itself; the raw value is the metric's name.
enum ReportSeries: String, CaseIterable {
    case up
    case duration = "scrape_duration_seconds"
    case samplesScraped = "scrape_samples_scraped"
    case samplesAfterRelabelling = "scrape_samples_post_metric_relabeling"
    case seriesAdded = "scrape_series_added"
    // The rest only where the job wants extra metrics.
    case timeout = "scrape_timeout_seconds"
    case sampleLimit = "scrape_sample_limit"
    case bodySize = "scrape_body_size_bytes"

    var isExtra: Bool {
        switch self {
        case .up, .duration, .samplesScraped, .samplesAfterRelabelling, .seriesAdded: false
        case .timeout, .sampleLimit, .bodySize: true
        }
    }
}
