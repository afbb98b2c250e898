/// Why bytes are not JSON.
package enum JSONValueError: Error, Hashable, CustomStringConvertible {
    /// The text ends before its value does.
    case unexpectedEnd
    /// A byte that cannot stand at `offset`.
    case unexpectedByte(UInt8, offset: Int)
    /// Values are nested deeper than `JSONValue.depthLimit`.
    case tooDeep

    package var description: String {
        switch self {
        case .unexpectedEnd: "unexpected end of JSON input"
        case .unexpectedByte(let byte, let offset):
            "invalid character \(String(decoding: [byte], as: UTF8.self).debugDescription) at offset \(offset)"
        case .tooDeep: "exceeded max depth of \(JSONValue.depthLimit)"
        }
    }
}
