import PrometheusModel
import Storage

/// Series as the bench of the whole server makes them: targets of a thousand series with some eight labels, a third of
/// them constant, half of the values changing from one scrape to the next.
struct Workload {
    static let seriesPerTarget = 1000
    private var state: UInt64 = 1
    private var values: [Double]
    let targets: Int

    init(targets: Int) {
        self.targets = targets
        values = [Double](repeating: 0, count: targets * Self.seriesPerTarget)
    }

    private mutating func random() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }

    /// The label sets of a target.
    func labels(_ target: Int) -> [Labels] {
        (0..<Self.seriesPerTarget).map { series in
            var builder = LabelsBuilder()
            builder.set("job", "node")
            builder.set("instance", "127.0.0.\(target % 250):\(9000 + target)")
            switch series {
            case 0..<300:
                builder.set("__name__", "node_metric_\(series / 4)_total")
                builder.set("device", "disk\(series % 4)")
                builder.set("mode", "mode\(series % 8)")
            case 300..<650:
                builder.set("__name__", "http_request_duration_seconds_bucket")
                builder.set("handler", "/api/v1/path\((series - 300) / 14)")
                builder.set("le", "\(Double(series % 14) / 4)")
                builder.set("code", "200")
            default:
                builder.set("__name__", "kube_pod_metric_\(series % 11)")
                builder.set("pod", "workload-\(target)-\((series - 650) / 11)-abcde")
                builder.set("namespace", "namespace\(target % 20)")
                builder.set("container", "main")
            }
            return builder.labels()
        }
    }

    /// The values of a target's next scrape.
    mutating func fill(_ batch: inout SampleBatch, _ references: ArraySlice<SeriesReference>, _ timestamp: Int64) {
        batch.removeAll()
        for (offset, reference) in references.enumerated() {
            let series = references.startIndex + offset
            switch offset % 6 {
            case 0, 1: break
            case 2: values[series] = Double(random() % 1_000_000) / 1000.0 * 1.000_1
            default: if random() % 3 > 0 { values[series] += Double(random() % 100) }
            }
            batch.append(reference, timestamp, values[series])
        }
    }
}
