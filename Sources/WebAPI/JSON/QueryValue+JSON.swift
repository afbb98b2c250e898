internal import PrometheusModel
internal import PromQL

extension QueryValue {
    /// The number of elements of a vector or matrix; `nil` for what is one point.
    var elementCount: Int? {
        switch self {
        case .scalar, .string: nil
        case .vector(let vector): vector.count
        case .matrix(let series): series.count
        }
    }

    /// Writes a scalar or a text as the API's `result`.
    func writePoint(to writer: inout JSONWriter) {
        switch self {
        case .scalar(let timestamp, let value): writer.point(timestamp, value)
        case .string(let timestamp, let value):
            writer.raw("[")
            writer.time(timestamp)
            writer.raw(",")
            writer.string(value)
            writer.raw("]")
        case .vector, .matrix: assertionFailure("a vector and a matrix have elements, not one point")
        }
    }

    /// Writes one element of a vector or matrix.
    func writeElement(_ index: Int, to writer: inout JSONWriter) {
        switch self {
        case .vector(let vector):
            writer.raw("{\"metric\":")
            writer.labels(vector.labels[index])
            if let histogram = vector.histograms[index] {
                writer.raw(",\"histogram\":")
                writer.point(vector.timestamp, histogram)
            } else {
                writer.raw(",\"value\":")
                writer.point(vector.timestamp, vector.values[index])
            }
            writer.raw("}")
        case .matrix(let all):
            writer.raw("{\"metric\":")
            writer.labels(all[index].labels)
            if !all[index].timestamps.isEmpty {
                writer.raw(",\"values\":")
                writer.points(all[index].timestamps, all[index].values)
            }
            if !all[index].histograms.isEmpty {
                writer.raw(",\"histograms\":")
                writer.points(all[index].histogramTimestamps, all[index].histograms)
            }
            writer.raw("}")
        case .scalar, .string: assertionFailure("a scalar and a text are one point")
        }
    }
}

extension JSONWriter {
    /// Writes `[time, number]`, the time in seconds as Go's encoder prints it.
    fileprivate mutating func step(_ milliseconds: Int64, _ number: Int) {
        raw("[")
        FloatText.append(Double(milliseconds) / 1000, to: &bytes, .json)
        raw(",\(number)]")
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
                if let steps {
                    $0.key("totalQueryableSamplesPerStep")
                    $0.array(steps) { $0.step($1.timestamp, $1.totalQueryableSamples) }
                }
                $0.member("totalQueryableSamples", totalQueryableSamples)
                if let steps {
                    $0.key("samplesReadPerStep")
                    $0.array(steps) { $0.step($1.timestamp, $1.samplesRead) }
                }
                $0.member("samplesRead", samplesRead)
                $0.member("peakSamples", peakSamples)
            }
        }
    }
}
