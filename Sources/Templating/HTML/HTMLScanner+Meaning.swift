extension HTMLScanner.Meaning {
    private static let urls: Set<String> = [
        "action", "archive", "background", "cite", "classid", "codebase", "data", "formaction", "href", "icon",
        "longdesc", "manifest", "poster", "profile", "src", "srcset", "usemap", "xmlns",
    ]

    /// What the value of an attribute means; unknown ones are judged by what their names contain.
    init(attribute: String) {
        var name = Substring(attribute)
        if name.hasPrefix("data-") {
            name = name.dropFirst(5)
        } else if let colon = name.firstIndex(of: ":") {
            if name[..<colon] == "xmlns" {
                self = .url
                return
            }
            name = name[name.index(after: colon)...]
        }
        if Self.urls.contains(String(name)) {
            self = .url
        } else if name == "style" {
            self = .style
        } else if name.hasPrefix("on") {
            self = .script
        } else if name.contains("src") || name.contains("uri") || name.contains("url") {
            self = .url
        } else {
            self = .plain
        }
    }
}
