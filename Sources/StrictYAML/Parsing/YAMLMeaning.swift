/// What a scalar means under YAML 1.1's rules as upstream's YAML library reads them.
package enum YAMLMeaning: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// An integer above the signed range.
    case unsigned(UInt64)
    case float(Double)
    case timestamp
    case string
    /// `!!binary`, decoded; `nil` if it is not base64.
    case binary([UInt8]?)
}
