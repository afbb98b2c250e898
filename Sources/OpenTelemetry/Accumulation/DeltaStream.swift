/// What tells the points of one accumulated series from those of others.
struct DeltaStream: Hashable, Sendable {
    private let resource: [Attribute]
    private let scope: ExportRequest.ScopeMetrics
    private let name: String
    private let unit: String
    private let kind: ExportRequest.Metric.Kind
    private let isMonotonic: Bool
    private let attributes: [Attribute]

    init(
        _ resource: ExportRequest.ResourceMetrics,
        _ scope: ExportRequest.ScopeMetrics,
        _ metric: ExportRequest.Metric,
        _ point: ExportRequest.Point
    ) {
        self.resource = Self.sorted(resource.attributes)
        var identity = ExportRequest.ScopeMetrics(name: scope.name, version: scope.version)
        identity.attributes = Self.sorted(scope.attributes)
        self.scope = identity
        (name, unit, kind, isMonotonic) = (metric.name, metric.unit, metric.kind, metric.isMonotonic)
        attributes = Self.sorted(point.attributes)
    }

    private static func sorted(_ attributes: [Attribute]) -> [Attribute] {
        attributes.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}
