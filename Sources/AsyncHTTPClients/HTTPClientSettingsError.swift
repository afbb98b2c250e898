package import StrictYAML

/// Why no client can be made with some settings.
package enum HTTPClientSettingsError: Error, Hashable, CustomStringConvertible {
    /// A file of certificates or keys that cannot be read: what it is, where, and why.
    case unreadable(purpose: String, reason: TextFileError)
    /// What should hold certificates of authorities does not; `place` is a file or `inline`.
    case badAuthority(place: String)
    /// A client's certificate and key that cannot be used.
    case badPair(certificate: String, key: String, reason: String)
    /// A secret is to come from a secret manager, and there is none.
    case noSecretManager
    /// A setting that this build does not know how to honour.
    case unsupported(String)

    package var description: String {
        switch self {
        case .unreadable(let purpose, let reason):
            "unable to read \(purpose): unable to read file \(reason.path): \(reason)"
        case .badAuthority(let place): "unable to use specified CA cert \(place)"
        case .badPair(let certificate, let key, let reason):
            "unable to use specified client cert (\(certificate)) & key (\(key)): \(reason)"
        case .noSecretManager: "cannot use secret ref without manager"
        case .unsupported(let setting): "\(setting) is not supported"
        }
    }
}
