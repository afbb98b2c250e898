internal import PromQL

extension QueryValue {
    /// The first `limit` series; 0 is no limit.
    func truncated(to limit: Int) -> (value: QueryValue, isTruncated: Bool) {
        guard limit > 0 else { return (self, false) }
        switch self {
        case .vector(var vector) where vector.count > limit:
            vector.labels.removeLast(vector.count - limit)
            vector.values.removeLast(vector.values.count - limit)
            return (.vector(vector), true)
        case .matrix(let series) where series.count > limit: return (.matrix(Array(series.prefix(limit))), true)
        case .scalar, .string, .vector, .matrix: return (self, false)
        }
    }

    /// Writes the value as the API's `result`.
    func write(to writer: inout JSONWriter) {
        switch self {
        case .scalar(let timestamp, let value): writer.point(timestamp, value)
        case .string(let timestamp, let value):
            writer.raw("[")
            writer.time(timestamp)
            writer.raw(",")
            writer.string(value)
            writer.raw("]")
        case .vector(let vector):
            writer.array(0..<vector.count) { writer, index in
                writer.raw("{\"metric\":")
                writer.labels(vector.labels[index])
                writer.raw(",\"value\":")
                writer.point(vector.timestamp, vector.values[index])
                writer.raw("}")
            }
        case .matrix(let all):
            writer.array(all) { writer, series in
                writer.raw("{\"metric\":")
                writer.labels(series.labels)
                writer.raw(",\"values\":")
                writer.points(series.timestamps, series.values)
                writer.raw("}")
            }
        }
    }
}

extension QueryStatistics {
    /// Writes the API's `stats`.
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.key("timings")
            $0.object {
                $0.member("evalTotalTime", number: timings.evalTotalTime)
                $0.member("resultSortTime", number: timings.resultSortTime)
                $0.member("queryPreparationTime", number: timings.queryPreparationTime)
                $0.member("innerEvalTime", number: timings.innerEvalTime)
                $0.member("execQueueTime", number: timings.execQueueTime)
                $0.member("execTotalTime", number: timings.execTotalTime)
            }
            $0.key("samples")
            $0.object {
                $0.member("totalQueryableSamples", totalQueryableSamples)
                $0.member("samplesRead", samplesRead)
                $0.member("peakSamples", peakSamples)
            }
        }
    }
}
