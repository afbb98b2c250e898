/// What libyaml's parser reports, without its memory.
struct YAMLEvent {
    enum Kind: Equatable {
        case scalar(YAMLScalar)
        case alias(String)
        case sequenceStart
        case mappingStart
        case end
    }

    let kind: Kind
    let anchor: String?
    let line: Int
    let column: Int
}
