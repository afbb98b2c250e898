import PrometheusModel

/// The URL under which users reach the server.
package struct ExternalURL: Sendable, Hashable {
    /// Scheme and host, such as `http://example.org:9090`.
    package let origin: String
    /// The path, empty or beginning with a slash, without a slash at the end.
    package let path: String

    /// The URL as text, without a slash at the end.
    package var text: String { origin + path }

    /// Takes the flag's value, or makes a URL of the host's name and the port of `listenAddress` if it is empty.
    init(flag: String, listenAddress: String) throws(CommandLineError) {
        guard !flag.isEmpty else {
            let port = listenAddress.split(separator: ":", omittingEmptySubsequences: false).last ?? ""
            origin = "http://\(SystemInformation.hostName):\(port)"
            path = ""
            return
        }
        let prefix = "parse external URL \(flag.quoted): "
        if Self.isQuoted(flag) { throw .refused(exitCode: 2, prefix + "URL must not begin or end with quotes") }
        if let problem = Self.escapeProblem(flag) {
            throw .refused(exitCode: 2, "\(prefix)parse \(flag.quoted): invalid URL escape \(problem.quoted)")
        }
        var rest = flag[...]
        if let cut = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<cut] }
        var scheme = ""
        if let separator = rest.firstRange(of: "://") {
            scheme = String(rest[..<separator.upperBound])
            rest = rest[separator.upperBound...]
        }
        let slash = scheme.isEmpty ? rest.startIndex : rest.firstIndex(of: "/") ?? rest.endIndex
        origin = scheme + rest[..<slash]
        path = Self.trimmed(rest[slash...])
    }

    /// The path of the routes: the flag's value, or the URL's path if it is empty; `/` and no slash at the end.
    static func routePrefix(flag: String, _ externalURL: ExternalURL) -> String {
        let path = trimmed((flag.isEmpty ? externalURL.path : flag)[...])
        return path.isEmpty ? "/" : path
    }

    /// One slash in front unless it is empty, none at the end.
    private static func trimmed(_ path: Substring) -> String {
        let inner = path.drop { $0 == "/" }
        let end = inner.lastIndex { $0 != "/" }
        guard let end else { return "" }
        return "/" + inner[...end]
    }

    private static func isQuoted(_ text: String) -> Bool {
        let quotes: Set<Character> = ["\"", "'"]
        return [text.first, text.last].contains { $0.map(quotes.contains) ?? false }
    }

    /// The first percent sign that two hexadecimal digits do not follow, with what follows it.
    private static func escapeProblem(_ text: String) -> String? {
        var rest = text[...]
        while let percent = rest.firstIndex(of: "%") {
            let escape = rest[percent...].prefix(3)
            guard escape.count == 3, escape.dropFirst().allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
                return String(escape)
            }
            rest = rest[percent...].dropFirst(3)
        }
        return nil
    }
}
