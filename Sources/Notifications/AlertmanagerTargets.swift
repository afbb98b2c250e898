internal import Discovery
internal import LabelMatching
internal import PrometheusConfiguration
internal import PrometheusModel

/// The URLs of the Alertmanagers of one element of `alertmanagers`.
struct AlertmanagerTargets {
    private(set) var active: [String] = []
    private(set) var dropped: [String] = []

    init(_ groups: [TargetGroup], _ settings: AlertmanagerSettings) {
        for group in groups {
            for target in group.targets { add(target, group, settings) }
        }
    }

    private mutating func add(_ target: Labels, _ group: TargetGroup, _ settings: AlertmanagerSettings) {
        var builder = LabelsBuilder(group.labels)
        for label in target.array { builder.set(label.name, label.value) }
        builder.set("__scheme__", settings.scheme)
        builder.set("__alerts_path__", Self.cleaned("/\(settings.pathPrefix)/api/v2/alerts"))
        let original = Self.url(builder)
        guard settings.relabelRules.apply(to: &builder) else {
            dropped.append(original)
            return
        }
        let url = Self.url(builder)
        if !active.contains(url) { active.append(url) }
    }

    private static func url(_ labels: LabelsBuilder) -> String {
        "\(labels["__scheme__"])://\(labels["__address__"])\(labels["__alerts_path__"])"
    }

    private static func cleaned(_ path: String) -> String {
        "/" + path.split(separator: "/").joined(separator: "/")
    }
}
