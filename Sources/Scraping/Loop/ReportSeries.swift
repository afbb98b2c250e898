internal import PrometheusModel

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

    /// What upstream says of it.
    var metadata: SeriesMetadata {
        let (help, unit) =
            switch self {
            case .up: ("Health of the scrape target. 1 means the target is healthy, 0 if the scrape failed.", "targets")
            case .duration: ("Duration of the last scrape in seconds.", "seconds")
            case .samplesScraped: ("Number of samples last scraped.", "samples")
            case .samplesAfterRelabelling:
                ("Number of samples remaining after metric relabeling was applied.", "samples")
            case .seriesAdded: ("Number of series in the last scrape.", "series")
            case .timeout: ("The configured scrape timeout for a target.", "seconds")
            case .sampleLimit:
                (
                    "The configured sample limit for a target. Returns zero if there is no limit configured.",
                    "samples"
                )
            case .bodySize:
                (
                    "The uncompressed size of the last scrape response, if successful. "
                        + "Scrapes failing because body_size_limit is exceeded report -1, other scrape failures report 0.",
                    "bytes"
                )
            }
        return SeriesMetadata(type: .gauge, unit: unit, help: help)
    }

    var isExtra: Bool {
        switch self {
        case .up, .duration, .samplesScraped, .samplesAfterRelabelling, .seriesAdded: false
        case .timeout, .sampleLimit, .bodySize: true
        }
    }
}
