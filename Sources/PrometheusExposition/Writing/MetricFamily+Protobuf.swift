import PrometheusModel
import PrometheusWire

extension MetricFamily {
    /// The family's type as its protobuf message has it.
    package var protobufType: (name: String, number: UInt64) {
        switch kind {
        case .counter: ("COUNTER", 0)
        case .gauge: ("GAUGE", 1)
        case .summary: ("SUMMARY", 2)
        case .untyped: ("UNTYPED", 3)
        case .histogram: ("HISTOGRAM", 4)
        }
    }

    /// Writes `families` as delimited messages of `io.prometheus.client.MetricFamily`.
    package static func delimited(_ families: [MetricFamily]) -> [UInt8] {
        var bytes: [UInt8] = []
        var writer = WireWriter()
        for family in families where !family.series.isEmpty {
            writer.removeAll()
            family.write(to: &writer)
            var rest = writer.bytes.count
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
            bytes += writer.bytes
        }
        return bytes
    }

    private func write(to writer: inout WireWriter) {
        writer.write(1, name)
        writer.write(2, help)
        writer.write(3, protobufType.number)
        for one in series {
            writer.writeMessage(4) { metric in
                for label in one.labels.pairs {
                    metric.writeMessage(1) {
                        $0.write(1, label.name)
                        $0.write(2, label.value)
                    }
                }
                write(one.value, to: &metric)
            }
        }
    }

    private func write(_ value: Value, to metric: inout WireWriter) {
        switch value {
        case .single(let number):
            let field: UInt64 = kind == .gauge ? 2 : kind == .counter ? 3 : 5
            metric.writeMessage(field) { $0.write(1, number) }
        case .summary(let quantiles, let values, let count, let sum):
            metric.writeMessage(4) { summary in
                summary.write(1, count)
                summary.write(2, sum)
                for (quantile, value) in zip(quantiles, values) {
                    summary.writeMessage(3) {
                        $0.write(1, quantile)
                        $0.write(2, value)
                    }
                }
            }
        case .histogram(let bounds, let counts, let count, let sum):
            metric.writeMessage(7) { histogram in
                histogram.write(1, count)
                histogram.write(2, sum)
                for (bound, cumulative) in zip(bounds, counts) {
                    histogram.writeMessage(3) {
                        $0.write(1, cumulative)
                        $0.write(2, bound)
                    }
                }
            }
        }
    }
}
