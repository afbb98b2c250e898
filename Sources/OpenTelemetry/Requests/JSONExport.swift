internal import PrometheusBytes
internal import PrometheusModel
internal import StrictYAML

/// Reads a request out of OTLP's JSON; fields that it does not know are passed over.
enum JSONExport {
    /// The most values of a text: about 30 of a kilobyte are what a point with its attributes has.
    static func nodeLimit(_ byteCount: Int) -> Int { 4096 + byteCount / 8 }

    static func decode(_ bytes: [UInt8]) throws(JSONDocumentError) -> ExportRequest {
        let document = try JSONDocument(bytes: bytes, nodeLimit: nodeLimit(bytes.count))
        let root = JSONFields(document.root)
        return ExportRequest(resources: root.list("resourceMetrics").map(resource))
    }

    private static func resource(_ fields: JSONFields) -> ExportRequest.ResourceMetrics {
        ExportRequest.ResourceMetrics(
            attributes: fields["resource"].attributes("attributes"),
            scopes: fields.list("scopeMetrics").map(scope)
        )
    }

    private static func scope(_ fields: JSONFields) -> ExportRequest.ScopeMetrics {
        let scope = fields["scope"]
        return ExportRequest.ScopeMetrics(
            name: scope.text("name"),
            version: scope.text("version"),
            schemaURL: fields.text("schemaUrl"),
            attributes: scope.attributes("attributes"),
            metrics: fields.list("metrics").map(metric)
        )
    }

    private static func metric(_ fields: JSONFields) -> ExportRequest.Metric {
        var metric = ExportRequest.Metric()
        metric.name = fields.text("name")
        metric.description = fields.text("description")
        metric.unit = fields.text("unit")
        let kinds: [(String, ExportRequest.Metric.Kind)] = [
            ("gauge", .gauge), ("sum", .sum), ("histogram", .histogram),
            ("exponentialHistogram", .exponentialHistogram), ("summary", .summary),
        ]
        for (key, kind) in kinds where fields.has(key) {
            let data = fields[key]
            metric.kind = kind
            metric.temporality = .init(rawValue: data.unsigned("aggregationTemporality")) ?? .unspecified
            metric.isMonotonic = data.bool("isMonotonic")
            metric.points = data.list("dataPoints").map(point)
        }
        return metric
    }

    private static func point(_ fields: JSONFields) -> ExportRequest.Point {
        var point = ExportRequest.Point()
        point.attributes = fields.attributes("attributes")
        point.startNanoseconds = fields.unsigned("startTimeUnixNano")
        point.timeNanoseconds = fields.unsigned("timeUnixNano")
        point.flags = fields.unsigned("flags")
        point.exemplars = fields.list("exemplars").map(exemplar)
        point.value = fields.number("asDouble") ?? fields.number("asInt") ?? 0
        point.count = fields.unsigned("count")
        point.sum = fields.number("sum")
        point.bucketCounts = fields.list("bucketCounts").map(\.unsigned)
        point.bounds = fields.list("explicitBounds").map { $0.number ?? 0 }
        point.scale = Int32(clamping: fields.integer("scale"))
        point.zeroCount = fields.unsigned("zeroCount")
        point.positive = buckets(fields["positive"])
        point.negative = buckets(fields["negative"])
        point.quantiles = fields.list("quantileValues").map {
            ExportRequest.Quantile(quantile: $0.number("quantile") ?? 0, value: $0.number("value") ?? 0)
        }
        return point
    }

    private static func buckets(_ fields: JSONFields) -> ExportRequest.Buckets {
        ExportRequest.Buckets(
            offset: Int32(clamping: fields.integer("offset")),
            counts: fields.list("bucketCounts").map(\.unsigned)
        )
    }

    private static func exemplar(_ fields: JSONFields) -> ExportRequest.PointExemplar {
        ExportRequest.PointExemplar(
            timeNanoseconds: fields.unsigned("timeUnixNano"),
            value: fields.number("asDouble") ?? fields.number("asInt") ?? 0,
            spanID: fields.hexadecimal("spanId"),
            traceID: fields.hexadecimal("traceId"),
            attributes: fields.attributes("filteredAttributes")
        )
    }
}
