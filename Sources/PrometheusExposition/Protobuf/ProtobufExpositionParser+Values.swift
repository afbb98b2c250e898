internal import PrometheusBytes
internal import PrometheusModel
internal import PrometheusWire

extension ProtobufExpositionParser {
    /// Lists the series of the current metric.
    @_lifetime(self: copy self)
    mutating func expand() throws(ExpositionError) {
        startTimestamp = 0
        nativeExemplars.removeAll(keepingCapacity: true)
        guard let range = metric.values.last(where: { $0.field == Self.valueField(currentType) })?.range else {
            // A metric without its value counts as one whose value has its default.
            return try expand(0..<0)
        }
        try expand(range)
    }

    private static func valueField(_ type: MetricType) -> UInt64 {
        switch type {
        case .gauge: 2
        case .counter: 3
        case .summary: 4
        case .histogram, .gaugeHistogram: 7
        default: 5
        }
    }

    @_lifetime(self: copy self)
    private mutating func expand(_ range: Range<Int>) throws(ExpositionError) {
        var message: ProtobufHistogram?
        do throws(WireError) {
            switch currentType {
            case .summary: try expandSummary(range)
            case .histogram, .gaugeHistogram: message = try histogramMessage(range)
            default: try expandNumber(range)
            }
        } catch {
            throw .protobuf(error.description)
        }
        guard let message else { return }
        do throws(ProtobufHistogramFault) {
            try expandHistogram(message)
        } catch {
            throw .protobuf("histogram \(array(family.name).quoted): \(error.text)")
        }
    }

    /// Reads a counter, a gauge or an untyped value.
    @_lifetime(self: copy self)
    private mutating func expandNumber(_ range: Range<Int>) throws(WireError) {
        var reader = WireReader(bytes, range)
        let end = range.upperBound
        var sample = ProtobufSample()
        while let tag = try reader.readTag(to: end, in: "Counter") {
            switch tag.field {
            case 1: sample.value = try Self.readDouble(&reader, tag, to: end, "Value")
            case 2 where currentType == .counter:
                sample.exemplar = try Self.readRange(&reader, tag, to: end, "Exemplar")
            case 3 where currentType == .counter:
                try reader.require(tag, WireTag.WireType.bytes, "StartTimestamp")
                startTimestamp = try Self.readTimestamp(&reader, to: end)
            default: try reader.skip(tag, to: end, in: "Counter")
            }
        }
        samples.append(sample)
    }

    @_lifetime(self: copy self)
    private mutating func expandSummary(_ range: Range<Int>) throws(WireError) {
        var reader = WireReader(bytes, range)
        let end = range.upperBound
        var count = ProtobufSample(suffix: .count)
        var sum = ProtobufSample(suffix: .sum)
        var quantiles: [ProtobufSample] = []
        while let tag = try reader.readTag(to: end, in: "Summary") {
            switch tag.field {
            case 1: count.value = Double(try Self.readUnsigned(&reader, tag, to: end, "SampleCount"))
            case 2: sum.value = try Self.readDouble(&reader, tag, to: end, "SampleSum")
            case 3:
                try reader.require(tag, WireTag.WireType.bytes, "Quantile")
                let stop = try reader.readLength(to: end)
                var quantile = ProtobufSample(bound: .quantile)
                while let tag = try reader.readTag(to: stop, in: "Quantile") {
                    switch tag.field {
                    case 1: quantile.boundValue = try Self.readDouble(&reader, tag, to: stop, "Quantile")
                    case 2: quantile.value = try Self.readDouble(&reader, tag, to: stop, "Value")
                    default: try reader.skip(tag, to: stop, in: "Quantile")
                    }
                }
                quantiles.append(quantile)
            case 4:
                try reader.require(tag, WireTag.WireType.bytes, "StartTimestamp")
                startTimestamp = try Self.readTimestamp(&reader, to: end)
            default: try reader.skip(tag, to: end, in: "Summary")
            }
        }
        samples.append(count)
        samples.append(sum)
        samples.append(contentsOf: quantiles)
    }

    /// Lists a histogram: the native one first, then the classic series where they are wanted.
    @_lifetime(self: copy self)
    private mutating func expandHistogram(_ message: ProtobufHistogram) throws(ProtobufHistogramFault) {
        startTimestamp = message.startTimestamp
        let isNative = forms.native && message.isNative
        if isNative {
            histogram = try message.native(isGauge: currentType == .gaugeHistogram)
            samples.append(ProtobufSample(isNative: true))
            let ofBuckets = message.buckets.map(\.exemplar).filter { !$0.isEmpty }
            nativeExemplars = message.exemplars.isEmpty ? ofBuckets : message.exemplars
            guard forms.classicBesideNative, !message.buckets.isEmpty else { return }
        }
        samples.append(ProtobufSample(suffix: .count, value: message.count))
        samples.append(ProtobufSample(suffix: .sum, value: message.sampleSum))
        var hasLast = false
        for bucket in message.buckets {
            hasLast = bucket.upperBound == .infinity
            samples.append(
                ProtobufSample(
                    suffix: .bucket,
                    bound: .upperBound,
                    boundValue: bucket.upperBound,
                    value: bucket.count,
                    exemplar: bucket.exemplar
                )
            )
        }
        guard !hasLast else { return }
        samples.append(
            ProtobufSample(suffix: .bucket, bound: .upperBound, boundValue: .infinity, value: message.count)
        )
    }
}
