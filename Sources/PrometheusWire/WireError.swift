/// Why bytes are not the protobuf message that they should be.
package enum WireError: Error, Hashable, CustomStringConvertible {
    /// The bytes end inside a field.
    case truncated
    /// A number has more than 64 bits.
    case overflow
    /// A field has another wire type than its message defines.
    case wrongType(wireType: UInt8, field: String)
    /// Field number 0, or one beyond 29 bits.
    case illegalTag(message: String, field: UInt64, wireType: UInt8)
    /// A group ends that was not begun.
    case groupEnd(message: String)
    /// More bytes than positions have room for.
    case tooLarge

    package var description: String {
        switch self {
        case .truncated: "unexpected EOF"
        case .overflow: "proto: integer overflow"
        case .wrongType(let wireType, let field): "proto: wrong wireType = \(wireType) for field \(field)"
        case .illegalTag(let message, let field, let wireType):
            "proto: \(message): illegal tag \(field) (wire type \(wireType))"
        case .groupEnd(let message): "proto: \(message): wiretype end group for non-group"
        case .tooLarge: "proto: message is too large"
        }
    }
}
