/// An absolute URL with an authority, taken apart.
///
/// Nothing is decoded: what goes over the wire is what was written.
package struct HTTPURL: Sendable, Hashable {
    /// The scheme in lower case.
    package let scheme: String
    /// The user and password as written, `nil` if there is no `@`.
    package let userInfo: String?
    /// The host in lower case, without brackets.
    package let host: String
    /// The port that is written, `nil` if there is none.
    package let writtenPort: Int?
    /// Host and port as written.
    package let authority: String
    package let path: String
    /// What stands behind `?`, `nil` if there is none.
    package let query: String?

    /// `nil` if `text` is not an absolute URL with a host.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        scheme = text[..<colon].lowercased()
        let rest = text[text.index(colon, offsetBy: 3)...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        var authority = rest[..<end]
        if let at = authority.lastIndex(of: "@") {
            userInfo = String(authority[..<at])
            authority = authority[authority.index(after: at)...]
        } else {
            userInfo = nil
        }
        guard let (host, port) = Self.split(authority) else { return nil }
        self.host = host.lowercased()
        writtenPort = port
        self.authority = String(authority)
        let target = rest[end...].prefix { $0 != "#" }
        if let mark = target.firstIndex(of: "?") {
            path = String(target[..<mark])
            query = String(target[target.index(after: mark)...])
        } else {
            path = String(target)
            query = nil
        }
    }

    /// The port that is connected to.
    package var port: Int {
        if let writtenPort { return writtenPort }
        return switch scheme {
        case "https": 443
        case "socks5", "socks5h": 1080
        default: 80
        }
    }

    /// The URL without its user.
    package var withoutUser: String { "\(scheme)://\(authority)\(path)\(query.map { "?" + $0 } ?? "")" }

    /// User and password with their escapes undone.
    package var credentials: (user: String, password: String)? {
        guard let userInfo else { return nil }
        let parts = userInfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return (PercentEscapes.undone(parts[0]), parts.count > 1 ? PercentEscapes.undone(parts[1]) : "")
    }

    /// The URL that `reference` means in a document that is here.
    package func resolved(_ reference: String) -> String {
        let reference = reference.prefix { $0 != "#" }
        if HTTPURL(String(reference)) != nil { return String(reference) }
        if reference.hasPrefix("//") { return "\(scheme):\(reference)" }
        let root = "\(scheme)://\(authority)"
        if reference.isEmpty { return withoutUser }
        if reference.hasPrefix("?") { return root + path + reference }
        let mark = reference.firstIndex(of: "?") ?? reference.endIndex
        let base =
            reference.hasPrefix("/") ? "" : path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex, of: path)
        return root + Self.withoutDots(base + reference[..<mark]) + reference[mark...]
    }

    /// The path with `.` and `..` followed.
    private static func withoutDots(_ path: String) -> String {
        var kept: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(path.hasPrefix("/") ? 1 : 0)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            if part == ".." { _ = kept.popLast() }
            if part != ".", part != ".." {
                kept.append(part)
            } else if isLast {
                kept.append("")
            }
        }
        return "/" + kept.joined(separator: "/")
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Int?
        let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[afterBracket...].lastIndex(of: ":") {
            host = authority[..<colon]
            let digits = authority[authority.index(after: colon)...]
            if !digits.isEmpty {
                guard let number = UInt16(digits) else { return nil }
                port = Int(number)
            }
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (String(host), port)
    }
}

extension String {
    /// The directory of a path, `/` for none.
    fileprivate func prefix(through slash: Index, of path: String) -> String {
        path.isEmpty ? "/" : String(path[...slash])
    }
}
