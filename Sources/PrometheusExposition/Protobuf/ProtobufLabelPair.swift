/// Where the name and the value of a `LabelPair` message lie.
struct ProtobufLabelPair {
    var name = 0..<0
    var value = 0..<0
}
