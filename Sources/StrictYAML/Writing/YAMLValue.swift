/// A YAML document to be written.
package indirect enum YAMLValue: Sendable, Hashable {
    case bool(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case float(Double)
    /// A text, quoted where it would mean something else.
    case string(String)
    /// A scalar that is written as it is.
    case plain(String)
    case sequence([YAMLValue])
    /// A sequence in brackets on one line.
    case flow([YAMLValue])
    case mapping([YAMLField])
}
