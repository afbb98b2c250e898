internal import PrometheusModel

extension FederatedFamily {
    /// The fields of the family's message.
    var protobufFields: [ProtobufField] {
        [ProtobufField(1, "name", .text(name)), ProtobufField(3, "type", .symbol(kind.rawValue, kind.number))]
            + members.map { ProtobufField(4, "metric", .message($0.protobufFields)) }
    }
}

extension FederatedFamily.Member {
    fileprivate var protobufFields: [ProtobufField] {
        var fields = labels.map { label in
            ProtobufField(
                1,
                "label",
                .message([.init(1, "name", .text(label.name)), .init(2, "value", .text(label.value))])
            )
        }
        switch value {
        case .float(let value): fields.append(.init(5, "untyped", .message([.init(1, "value", .double(value))])))
        case .histogram(let histogram):
            let inner = histogram.layout.usesCustomBuckets ? histogram.classicFields : histogram.nativeFields
            fields.append(.init(7, "histogram", .message(inner)))
        }
        fields.append(.init(6, "timestamp_ms", .signed(timestamp)))
        return fields
    }
}

extension FloatHistogram {
    fileprivate var classicFields: [ProtobufField] {
        var fields: [ProtobufField] = [
            .init(4, "sample_count_float", .double(count)), .init(2, "sample_sum", .double(sum)),
        ]
        for bucket in cumulativeBuckets + [(Double.infinity, count)] {
            fields.append(
                .init(
                    3,
                    "bucket",
                    .message([
                        .init(4, "cumulative_count_float", .double(bucket.count)),
                        .init(2, "upper_bound", .double(bucket.bound)),
                    ])
                )
            )
        }
        return fields
    }

    fileprivate var nativeFields: [ProtobufField] {
        var fields: [ProtobufField] = [
            .init(4, "sample_count_float", .double(count)), .init(2, "sample_sum", .double(sum)),
            .init(5, "schema", .zigzag(layout.schema)),
            .init(6, "zero_threshold", .double(layout.zeroThreshold)),
            .init(8, "zero_count_float", .double(zeroCount)),
        ]
        fields += layout.negativeSpans.map { .init(9, "negative_span", .message($0.protobufFields)) }
        fields += negativeBuckets.map { .init(11, "negative_count", .double($0)) }
        var positiveSpans = layout.positiveSpans
        if positiveSpans.isEmpty, layout.negativeSpans.isEmpty, layout.zeroThreshold == 0 {
            // An empty span says that the histogram is a native one.
            positiveSpans = [HistogramSpan(offset: 0, length: 0)]
        }
        fields += positiveSpans.map { .init(12, "positive_span", .message($0.protobufFields)) }
        fields += positiveBuckets.map { .init(14, "positive_count", .double($0)) }
        return fields
    }
}

extension HistogramSpan {
    fileprivate var protobufFields: [ProtobufField] {
        [.init(1, "offset", .zigzag(offset)), .init(2, "length", .unsigned(UInt64(length)))]
    }
}
