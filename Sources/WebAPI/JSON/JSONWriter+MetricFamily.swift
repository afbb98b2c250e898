internal import PrometheusExposition
internal import PrometheusModel

extension JSONWriter {
    /// Writes a metric family as protobuf's JSON: camel case, 64-bit whole numbers as texts, enumerations by name.
    mutating func metricFamily(_ family: MetricFamily) {
        object {
            $0.member("name", family.name)
            $0.member("help", family.help)
            $0.member("type", family.protobufType.name)
            $0.key("metric")
            $0.array(family.series) { writer, series in
                writer.object { metric in
                    metric.protobufLabels(series.labels)
                    metric.protobufValue(series.value, family.kind)
                }
            }
        }
    }

    private mutating func protobufLabels(_ labels: RenderedLabels) {
        let pairs = labels.pairs
        guard !pairs.isEmpty else { return }
        key("label")
        array(pairs) { writer, label in
            writer.object {
                $0.member("name", label.name)
                $0.member("value", label.value)
            }
        }
    }

    private mutating func protobufValue(_ value: MetricFamily.Value, _ kind: MetricFamily.Kind) {
        key(kind.textName)
        object { member in
            switch value {
            case .single(let number): member.protobufNumber("value", number)
            case .histogram(let bounds, let counts, let count, let sum):
                member.member("sampleCount", "\(count)")
                member.protobufNumber("sampleSum", sum)
                guard !bounds.isEmpty else { return }
                member.key("bucket")
                member.array(Array(zip(bounds, counts))) { writer, bucket in
                    writer.object {
                        $0.member("cumulativeCount", "\(bucket.1)")
                        $0.protobufNumber("upperBound", bucket.0)
                    }
                }
            case .summary(let quantiles, let values, let count, let sum):
                member.member("sampleCount", "\(count)")
                member.protobufNumber("sampleSum", sum)
                guard !quantiles.isEmpty else { return }
                member.key("quantile")
                member.array(Array(zip(quantiles, values))) { writer, pair in
                    writer.object {
                        $0.protobufNumber("quantile", pair.0)
                        $0.protobufNumber("value", pair.1)
                    }
                }
            }
        }
    }

    /// What is no number in JSON is a text.
    private mutating func protobufNumber(_ name: String, _ number: Double) {
        if number.isFinite { return member(name, number: number) }
        member(name, number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    }
}
