internal import PrometheusConfiguration
internal import PrometheusModel

/// Makes series of a request.
struct RequestTranslation {
    let settings: OTLPSettings
    /// Whether points that count from the one before them are stored as they are.
    let takesDeltas: Bool
    /// Whether series say their type and unit in labels.
    let addsTypeLabels: Bool
    let lookbackMilliseconds: Int64

    func translate(_ export: ExportRequest) -> TranslatedRequest {
        var request = TranslatedRequest()
        for resource in export.resources {
            var times: ClosedRange<Int64>?
            for scope in resource.scopes {
                do throws(TranslationError) {
                    let labels = try LabelTranslation(NameTranslation(settings: settings), resource, scope)
                    for metric in scope.metrics {
                        do throws(TranslationError) {
                            try translate(metric, labels, &request)
                        } catch {
                            request.errors.append(error)
                        }
                        for point in metric.points {
                            let time = point.timeMilliseconds
                            times = times.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
                        }
                    }
                } catch {
                    request.errors.append(error)
                }
            }
            guard let times else { continue }
            do throws(TranslationError) {
                try addTargetInformation(resource, times, &request)
            } catch {
                request.errors.append(error)
            }
        }
        return request
    }

    private func addTargetInformation(
        _ resource: ExportRequest.ResourceMetrics,
        _ times: ClosedRange<Int64>,
        _ request: inout TranslatedRequest
    ) throws(TranslationError) {
        let labels = try LabelTranslation(NameTranslation(settings: settings), resource, ExportRequest.ScopeMetrics())
        guard let target = try labels.targetInformation(&request) else { return }
        let metadata = SeriesMetadata(type: .gauge, unit: "", help: "Target metadata")
        let position = request.position(target, metadata)
        var stamps = Set(request.floats.lazy.filter { $0.series == position }.map(\.timestamp))
        var time = times.lowerBound
        let step = max(1, lookbackMilliseconds / 2)
        // What a lying clock asks for has an end.
        var left = 10_000
        while time < times.upperBound, left > 0 {
            if stamps.insert(time).inserted { request.append(position, timestamp: time, 1) }
            time += step
            left -= 1
        }
        if stamps.insert(times.upperBound).inserted { request.append(position, timestamp: times.upperBound, 1) }
    }

    private func translate(
        _ metric: ExportRequest.Metric,
        _ labels: LabelTranslation,
        _ request: inout TranslatedRequest
    ) throws(TranslationError) {
        guard !metric.points.isEmpty else {
            request.warn("empty_data_points", "empty data points. \(metric.name) is dropped")
            return
        }
        let isDelta = metric.temporality == .delta
        if metric.kind == .sum || metric.kind == .histogram || metric.kind == .exponentialHistogram {
            guard metric.temporality == .cumulative || isDelta && takesDeltas else {
                throw .invalidTemporality(metric.name)
            }
        }
        let unit = UnitWords(metric.unit, escapes: settings.translation.escapes)
        let name = try NameTranslation(settings: settings).metricName(metric, unit)
        let metadata = SeriesMetadata(type: Self.type(of: metric), unit: unit.text, help: metric.description)
        for point in metric.points {
            var builder = try labels.labels(point.attributes, &request)
            if addsTypeLabels {
                if metadata.type != .unknown { builder.set("__type__", metadata.type.rawValue) }
                if !metadata.unit.isEmpty { builder.set("__unit__", metadata.unit) }
            }
            let family = PointTranslation(name: name, labels: builder, metadata: metadata, isDelta: isDelta)
            try family.add(point, metric.kind, convertsHistograms: settings.convertsHistograms, to: &request)
        }
    }

    private static func type(of metric: ExportRequest.Metric) -> MetricType {
        switch metric.kind {
        case .none: .unknown
        case _ where metric.temporality == .delta: .unknown
        case .gauge: .gauge
        case .sum: metric.isMonotonic ? .counter : .gauge
        case .histogram, .exponentialHistogram: .histogram
        case .summary: .summary
        }
    }
}
