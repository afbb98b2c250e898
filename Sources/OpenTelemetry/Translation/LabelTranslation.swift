internal import PrometheusConfiguration
internal import PrometheusModel

/// Makes label sets of the points of one scope of one resource.
struct LabelTranslation {
    private static let identifying = ["service.namespace", "service.name", "service.instance.id"]

    private let names: NameTranslation
    /// What the series get if they do not have it.
    private let promoted: [Label]
    /// What the series get whatever they have: `job`, `instance`, and the scope.
    private let imposed: [Label]
    /// What `target_info` has besides `job` and `instance`.
    private let information: [Attribute]
    let identity: [Label]

    init(
        _ names: NameTranslation,
        _ resource: ExportRequest.ResourceMetrics,
        _ scope: ExportRequest.ScopeMetrics
    ) throws(TranslationError) {
        self.names = names
        let settings = names.settings
        let attributes = resource.attributes
        func text(_ key: String) -> String { attributes.first { $0.key == key }?.value.labelText ?? "" }
        let (space, service, instance) = (
            text(Self.identifying[0]), text(Self.identifying[1]), text(Self.identifying[2])
        )
        var identity: [Label] = []
        if !service.isEmpty { identity.append(Label("job", space.isEmpty ? service : "\(space)/\(service)")) }
        if !instance.isEmpty { identity.append(Label("instance", instance)) }
        self.identity = identity
        var promoted: [Label] = []
        for attribute in attributes.sorted(by: Self.order) {
            let isPromoted =
                settings.promotesAllAttributes
                ? !settings.ignoredAttributes.contains(attribute.key)
                : settings.promotedAttributes.contains(attribute.key)
            guard isPromoted else { continue }
            promoted.append(Label(try names.labelName(attribute.key), attribute.value.labelText))
        }
        self.promoted = promoted
        var imposed = identity
        if settings.promotesScope, !scope.name.isEmpty {
            imposed += [
                Label("otel_scope_name", scope.name), Label("otel_scope_version", scope.version),
                Label("otel_scope_schema_url", scope.schemaURL),
            ]
            for attribute in scope.attributes.sorted(by: Self.order) {
                imposed.append(Label(try names.labelName("otel_scope_\(attribute.key)"), attribute.value.labelText))
            }
        }
        self.imposed = imposed
        information = attributes.filter {
            settings.keepsIdentifyingAttributes || !Self.identifying.contains($0.key)
        }
    }

    private static func order(_ first: Attribute, _ second: Attribute) -> Bool {
        first.key.utf8.lexicographicallyPrecedes(second.key.utf8)
    }

    /// The labels of a point's series but for its name.
    func labels(
        _ attributes: [Attribute],
        _ request: inout TranslatedRequest
    ) throws(TranslationError) -> LabelsBuilder {
        var builder = try joined(attributes, "data point", &request)
        for label in promoted where builder[label.name].isEmpty { builder.set(label.name, label.value) }
        for label in imposed where !label.value.isEmpty { builder.set(label.name, label.value) }
        return builder
    }

    /// The labels of the resource's `target_info`; `nil` if it says nothing or nobody could look it up.
    func targetInformation(_ request: inout TranslatedRequest) throws(TranslationError) -> Labels? {
        guard !information.isEmpty, !identity.isEmpty else { return nil }
        var builder = try joined(information, "resource", &request)
        for label in identity { builder.set(label.name, label.value) }
        builder.set(Label.metricName, "target_info")
        return builder.labels()
    }

    /// Attributes as labels; the values of those that come to one label are joined in the order of their keys.
    private func joined(
        _ attributes: [Attribute],
        _ kind: String,
        _ request: inout TranslatedRequest
    ) throws(TranslationError) -> LabelsBuilder {
        var builder = LabelsBuilder()
        var origins: [String: String] = [:]
        for attribute in attributes.sorted(by: Self.order) where attribute.key != Label.metricName {
            let name = try names.labelName(attribute.key)
            let value = attribute.value.labelText
            guard let other = origins[name] else {
                origins[name] = attribute.key
                builder.set(name, value)
                continue
            }
            guard other != attribute.key else {
                builder.set(name, value)
                continue
            }
            builder.set(name, "\(builder[name]);\(value)")
            request.warn(
                "label_name_collision",
                "OTLP \(kind) attributes \(other.quoted), \(attribute.key.quoted) collide as label \(name.quoted) after name sanitization, values are concatenated with ';'"
            )
        }
        return builder
    }
}
