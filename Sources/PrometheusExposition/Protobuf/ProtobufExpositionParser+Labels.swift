internal import PrometheusBytes
internal import PrometheusModel
internal import PrometheusWire

extension ProtobufExpositionParser {
    /// Replaces `result` by the metric name and labels of the current sample.
    package func copyLabels(into result: inout ExposedLabels) {
        result.removeAll()
        let current = samples[nextSample - 1]
        result.appendName(Label.metricName)
        result.append(bytes.extracting(family.name))
        result.append(Array(current.suffix.text.description.utf8))
        result.finishValue()
        for label in metric.labels {
            result.append(bytes.extracting(label.name))
            result.finishName()
            result.append(bytes.extracting(label.value))
            result.finishValue()
        }
        if current.bound != .none {
            result.appendName(current.bound == .quantile ? Label.quantile : Label.bucketBound)
            result.appendNormalised(current.boundValue)
            result.finishValue()
        }
        result.sort()
    }

    /// The exemplars of the current sample, in the order in which they were written.
    package func exemplars() throws(ExpositionError) -> [ExposedExemplar] {
        let current = samples[nextSample - 1]
        var result: [ExposedExemplar] = []
        do throws(WireError) {
            for range in current.isNative ? nativeExemplars : [current.exemplar] where !range.isEmpty {
                result.append(try exemplar(range))
            }
        } catch {
            throw .protobuf(error.description)
        }
        return result
    }

    private func exemplar(_ range: Range<Int>) throws(WireError) -> ExposedExemplar {
        var reader = WireReader(bytes, range)
        let end = range.upperBound
        var builder = LabelsBuilder()
        var result = ExposedExemplar(labels: Labels(), value: 0, timestamp: nil)
        while let tag = try reader.readTag(to: end, in: "Exemplar") {
            switch tag.field {
            case 1:
                let pair = try Self.readLabelPair(&reader, tag, to: end)
                builder.set(
                    String(decoding: array(pair.name), as: UTF8.self),
                    String(decoding: array(pair.value), as: UTF8.self)
                )
            case 2:
                try reader.require(tag, WireTag.WireType.fixed64, "Value")
                result.value = Double(bitPattern: try reader.readFixed64(to: end))
            case 3:
                try reader.require(tag, WireTag.WireType.bytes, "Timestamp")
                result.timestamp = try Self.readTimestamp(&reader, to: end)
            default: try reader.skip(tag, to: end, in: "Exemplar")
            }
        }
        result.labels = builder.labels()
        return result
    }
}
