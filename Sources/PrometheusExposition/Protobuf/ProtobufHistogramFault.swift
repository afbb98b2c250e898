/// Why the parts of a native histogram do not fit together.
struct ProtobufHistogramFault: Error {
    let text: String
}
