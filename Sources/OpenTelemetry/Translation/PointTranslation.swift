internal import PrometheusModel

/// Makes samples of one data point.
struct PointTranslation {
    let name: String
    let labels: LabelsBuilder
    let metadata: SeriesMetadata
    let isDelta: Bool

    func add(
        _ point: ExportRequest.Point,
        _ kind: ExportRequest.Metric.Kind,
        convertsHistograms: Bool,
        to request: inout TranslatedRequest
    ) throws(TranslationError) {
        switch kind {
        case .none: break
        case .gauge, .sum:
            let series = series("", &request)
            request.append(series, point, point.value)
            if kind == .sum { addExemplars(point, [(series, .infinity)], &request) }
        case .summary:
            request.append(series("_sum", &request), point, point.sum ?? 0)
            request.append(series("_count", &request), point, Double(point.count))
            for quantile in point.quantiles {
                let label = Label(Label.quantile, FloatText.string(quantile.quantile, .fixed))
                request.append(series("", label, &request), point, quantile.value)
            }
        case .histogram where !convertsHistograms: addClassic(point, &request)
        case .histogram:
            addNative(point, HistogramConversion.custom(point, isDelta: isDelta), &request)
        case .exponentialHistogram:
            addNative(point, try HistogramConversion.native(point, isDelta: isDelta), &request)
        }
    }

    private func addClassic(_ point: ExportRequest.Point, _ request: inout TranslatedRequest) {
        if let sum = point.sum { request.append(series("_sum", &request), point, sum) }
        request.append(series("_count", &request), point, Double(point.count))
        var buckets: [(series: Int, bound: Double)] = []
        var total: UInt64 = 0
        for (bound, count) in zip(point.bounds, point.bucketCounts) {
            total &+= count
            let bucket = series("_bucket", Label(Label.bucketBound, FloatText.string(bound, .fixed)), &request)
            request.append(bucket, point, Double(total))
            buckets.append((bucket, bound))
        }
        let last = series("_bucket", Label(Label.bucketBound, "+Inf"), &request)
        request.append(last, point, Double(point.count))
        buckets.append((last, .infinity))
        addExemplars(point, buckets, &request)
    }

    private func addNative(
        _ point: ExportRequest.Point,
        _ histogram: IntegerHistogram,
        _ request: inout TranslatedRequest
    ) {
        if !point.hasNoValue, histogram.count == 0, histogram.sum != 0 {
            request.warn(
                "histogram_zero_count_non_zero_sum",
                "histogram data point has zero count, but non-zero sum: \(FloatText.generalString(histogram.sum))"
            )
        }
        let series = series("", &request)
        request.append(series, point, .integer(histogram))
        addExemplars(point, [(series, .infinity)], &request)
    }

    /// Adds each exemplar to the first bucket whose bound it does not exceed.
    private func addExemplars(
        _ point: ExportRequest.Point,
        _ buckets: [(series: Int, bound: Double)],
        _ request: inout TranslatedRequest
    ) {
        for exemplar in point.exemplars {
            guard let bucket = buckets.first(where: { exemplar.value <= $0.bound }) ?? buckets.last else { continue }
            request.append(
                bucket.series,
                Exemplar(
                    labels: exemplar.labels,
                    value: exemplar.value,
                    timestamp: Int64(exemplar.timeNanoseconds / 1_000_000)
                )
            )
        }
    }

    private func series(_ suffix: String, _ request: inout TranslatedRequest) -> Int { series(suffix, nil, &request) }

    private func series(_ suffix: String, _ extra: Label?, _ request: inout TranslatedRequest) -> Int {
        var builder = labels
        if let extra { builder.set(extra.name, extra.value) }
        builder.set(Label.metricName, name + suffix)
        return request.position(builder.labels(), metadata)
    }
}

extension ExportRequest.PointExemplar {
    /// The most characters of the labels together.
    private static let mostCharacters = 128

    /// Trace and span, and the other attributes if there is room for all of them.
    fileprivate var labels: Labels {
        var builder = LabelsBuilder()
        if !traceID.isEmpty { builder.set("trace_id", Self.hexadecimal(traceID)) }
        if !spanID.isEmpty { builder.set("span_id", Self.hexadecimal(spanID)) }
        var room = Self.mostCharacters - builder.current.reduce(0) { $0 + $1.name.count + $1.value.count }
        let others = attributes.map { Label($0.key, $0.value.labelText) }
        for label in others { room -= label.name.count + label.value.count }
        if room >= 0 { for label in others { builder.set(label.name, label.value) } }
        return builder.labels()
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.reduce("") { $0 + ($1 < 16 ? "0" : "") + String($1, radix: 16) }
    }
}
