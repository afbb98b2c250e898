/// Why bytes could not be compressed or decompressed.
package enum BlockCompressionError: Error, Hashable, CustomStringConvertible {
    /// The bytes are not what the format allows; `reason` is what upstream's decoder says.
    case corrupt(reason: String)
    /// The result would be larger than the caller allows.
    case tooLarge(limitBytes: Int)
    /// The library has no memory or refuses its settings.
    case unavailable(library: String, code: Int)

    package var description: String {
        switch self {
        case .corrupt(let reason): reason
        case .tooLarge(let limit): "decoded size exceeds the \(limit) bytes limit"
        case .unavailable(let library, let code): "\(library) failed with code \(code)"
        }
    }

    static let corruptSnappy = BlockCompressionError.corrupt(reason: "snappy: corrupt input")
    static let corruptZstandard = BlockCompressionError.corrupt(reason: "zstd: corrupt input")
    static let endsEarly = BlockCompressionError.corrupt(reason: "unexpected EOF")
}
