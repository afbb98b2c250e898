/// Why the bytes of a `meta.json` are not a block's.
package enum BlockMetaError: Error, Hashable, CustomStringConvertible {
    /// The bytes are not JSON.
    case invalidJSON(JSONValueError)
    /// A member is missing or has the wrong type.
    case invalidMember(String)
    /// The version is one that this build cannot read.
    case unexpectedVersion(Int)

    package var description: String {
        switch self {
        case .invalidJSON(let error): "\(error)"
        case .invalidMember(let name): "invalid value of \(name)"
        case .unexpectedVersion(let version): "unexpected meta file version \(version)"
        }
    }
}
