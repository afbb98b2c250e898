package import Discovery
internal import LabelMatching
package import PrometheusConfiguration
package import PrometheusModel

/// What a job makes of one discovered target, without scraping it.
package struct TargetPreview: Sendable, Hashable {
    /// Before relabelling.
    package let discovered: Labels
    /// After relabelling; `nil` if the target is dropped or cannot be scraped.
    package let labels: Labels?
    /// Why the target cannot be scraped: `instance 0 in group G: no address`.
    package let problem: String?

    /// All targets of the groups in their order.
    package static func all(_ groups: [TargetGroup], _ settings: ScrapeSettings) -> [TargetPreview] {
        groups.flatMap { group in
            group.targets.enumerated().map { index, target in
                do throws(TargetError) {
                    let labels = try TargetLabels(target, of: group, settings)
                    return TargetPreview(discovered: labels.discovered, labels: labels.relabelled, problem: nil)
                } catch {
                    let discovered = TargetLabels.discovered(target, of: group, settings).labels()
                    let problem = "instance \(index) in group \(group.source): \(error)"
                    return TargetPreview(discovered: discovered, labels: nil, problem: problem)
                }
            }
        }
    }
}
