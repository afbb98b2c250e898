/// What a target says about a metric family.
package struct SeriesMetadata: Sendable, Hashable {
    package var type: MetricType
    package var unit: String
    package var help: String

    package init(type: MetricType, unit: String, help: String) {
        self.type = type
        self.unit = unit
        self.help = help
    }
}
