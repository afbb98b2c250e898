internal import Discovery
internal import PrometheusModel

/// The targets of one job.
struct ScrapePool {
    var job: ScrapeJob
    /// The groups that discovery reported last.
    var groups: [TargetGroup] = []
    var targets: [TargetIdentity: ScrapeTarget] = [:]
    var dropped: [Labels] = []
    var droppedCount = 0
    /// Why no target of the job is scraped.
    var refusal: ScrapeFailure?
    /// Whether the groups were taken since the job or the groups changed.
    var isSynced = false

    init(_ job: ScrapeJob) { self.job = job }
}
