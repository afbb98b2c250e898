internal import Discovery
internal import PrometheusConfiguration
internal import PrometheusModel

/// What relabelling makes of a job's target groups.
struct TargetSelection {
    /// A target that is to be scraped.
    struct Active {
        let identity: TargetIdentity
        let discovered: Labels
        let intervalMilliseconds: Int64
        let timeoutMilliseconds: Int64
        let histograms: HistogramSettings
    }

    /// A target that cannot be scraped: `instance 0 in group G: no address`.
    struct Fault {
        let index: Int
        let source: String
        let error: TargetError
    }

    private(set) var active: [Active] = []
    private(set) var dropped: [Labels] = []
    private(set) var droppedCount = 0
    private(set) var faults: [Fault] = []

    init(_ groups: [TargetGroup], _ settings: ScrapeSettings) {
        var known: Set<TargetIdentity> = []
        let mostDropped = Int(clamping: settings.limits.keptDroppedTargets)
        for group in groups {
            for (index, target) in group.targets.enumerated() {
                do throws(TargetError) {
                    let labels = try TargetLabels(target, of: group, settings)
                    guard let relabelled = labels.relabelled else {
                        droppedCount += 1
                        if mostDropped == 0 || dropped.count < mostDropped { dropped.append(labels.discovered) }
                        continue
                    }
                    let url = TargetURL.string(relabelled, settings.request.parameters)
                    let identity = TargetIdentity(labels: relabelled, url: url)
                    guard known.insert(identity).inserted else { continue }
                    active.append(
                        Active(
                            identity: identity,
                            discovered: labels.discovered,
                            intervalMilliseconds: labels.intervalMilliseconds,
                            timeoutMilliseconds: labels.timeoutMilliseconds,
                            histograms: labels.histograms
                        )
                    )
                } catch {
                    faults.append(Fault(index: index, source: group.source, error: error))
                }
            }
        }
    }
}
