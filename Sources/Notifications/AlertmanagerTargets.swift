internal import Discovery
internal import LabelMatching
internal import PrometheusConfiguration
internal import PrometheusModel

/// The URLs of the Alertmanagers of one element of `alertmanagers`.
struct AlertmanagerTargets {
    private(set) var active: [String] = []
    private(set) var dropped: [String] = []
    /// Why target groups were rejected.
    private(set) var problems: [String] = []

    init(_ groups: [TargetGroup], _ settings: AlertmanagerSettings) {
        for group in groups { add(group, settings) }
    }

    /// Adds the targets of a group: all of them, or none if one has an impossible address.
    private mutating func add(_ group: TargetGroup, _ settings: AlertmanagerSettings) {
        var (urls, droppedURLs): ([String], [String]) = ([], [])
        for target in group.targets {
            var builder = Self.labels(target, group, settings)
            let original = Self.url(builder)
            guard settings.relabelRules.apply(to: &builder) else {
                droppedURLs.append(original)
                continue
            }
            let address = builder["__address__"]
            guard !address.contains("/") else {
                problems.append("\(address.quoted) is not a valid hostname")
                return
            }
            urls.append(Self.url(builder))
        }
        for url in urls where !active.contains(url) { active.append(url) }
        dropped += droppedURLs
    }

    /// What relabelling starts from: the set's scheme and path, unless the target or its group say otherwise.
    private static func labels(
        _ target: Labels,
        _ group: TargetGroup,
        _ settings: AlertmanagerSettings
    ) -> LabelsBuilder {
        var builder = LabelsBuilder(group.labels)
        for label in target.array { builder.set(label.name, label.value) }
        if builder["__scheme__"].isEmpty { builder.set("__scheme__", settings.scheme) }
        if builder["__alerts_path__"].isEmpty {
            builder.set("__alerts_path__", cleaned("/\(settings.pathPrefix)/api/v2/alerts"))
        }
        return builder
    }

    private static func url(_ labels: LabelsBuilder) -> String {
        "\(labels["__scheme__"])://\(labels["__address__"])\(labels["__alerts_path__"])"
    }

    private static func cleaned(_ path: String) -> String {
        "/" + path.split(separator: "/").joined(separator: "/")
    }
}
