internal import StrictYAML

/// What `/etc/resolv.conf` tells: whom to ask, and how.
struct ResolverSettings: Sendable, Hashable {
    /// Addresses of name servers.
    var servers: [String] = []
    var port = 53
    var searchDomains: [String] = []
    /// How many dots a name has that is asked for as it is first.
    var dots = 1
    /// How long each server may take; upstream's, where the file says nothing.
    var timeoutSeconds = 2
    var attempts = 2

    static let path = "/etc/resolv.conf"

    init() {}

    /// Reads the system's settings.
    static func read(_ path: String = path) throws(DNSError) -> ResolverSettings {
        do {
            return ResolverSettings(parsing: String(decoding: try TextFile.read(path), as: UTF8.self))
        } catch {
            throw .unreadableSettings("\(error)")
        }
    }

    init(parsing text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let first = words.first else { continue }
            switch first {
            case "nameserver": if words.count > 1 { servers.append(words[1]) }
            case "domain": if words.count > 1 { searchDomains = [words[1]] }
            case "search": searchDomains = Array(words.dropFirst())
            case "options": for option in words.dropFirst() { take(option) }
            default: continue
            }
        }
    }

    private mutating func take(_ option: String) {
        let parts = option.split(separator: ":")
        guard parts.count == 2, let number = Int(parts[1]) else { return }
        switch parts[0] {
        case "ndots": dots = min(max(number, 0), 15)
        case "timeout": timeoutSeconds = min(max(number, 1), 30)
        case "attempts": attempts = min(max(number, 1), 5)
        default: return
        }
    }

    /// The names to try for `name`, each with a dot at its end.
    func candidates(_ name: String) -> [String] {
        if name.hasSuffix(".") { return [name] }
        let searched = searchDomains.map { domain in
            domain == "." ? "\(name)." : "\(name).\(domain.hasSuffix(".") ? domain : domain + ".")"
        }
        let isLong = name.utf8.count(where: { $0 == UInt8(ascii: ".") }) >= dots
        return isLong ? ["\(name)."] + searched : searched + ["\(name)."]
    }
}
