/// Why no client can be made with some settings.
package enum HTTPClientSettingsError: Error, Hashable, CustomStringConvertible {
    /// A file of certificates or keys that cannot be read or holds none: what it is, where, and why.
    case badMaterial(purpose: String, place: String, reason: String)
    /// A setting that this build does not know how to honour.
    case unsupported(String)

    package var description: String {
        switch self {
        case .badMaterial(let purpose, let place, let reason): "unable to load specified \(purpose) \(place): \(reason)"
        case .unsupported(let setting): "\(setting) is not supported"
        }
    }
}
