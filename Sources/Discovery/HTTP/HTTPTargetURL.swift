internal import StrictYAML

/// What upstream demands of a URL that targets are asked from.
enum HTTPTargetURL {
    /// Why `url` is refused; `nil` if it is not.
    static func problem(_ url: String, missing: String = "URL is missing") -> String? {
        if url.isEmpty { return missing }
        if let problem = URLText.problem(url) { return problem }
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "http" || scheme == "https" else { return "URL scheme must be 'http' or 'https'" }
        let rest = url.dropFirst(scheme.count + 1)
        guard rest.hasPrefix("//"), let first = rest.dropFirst(2).first, !"/?#".contains(first) else {
            return "host is missing in URL"
        }
        return nil
    }
}
