/// Finds the endpoint for a method and a path.
struct RouteTable: Sendable {
    /// Where the API lies below the route prefix.
    static let apiPrefix = "/api/v1/"

    /// What a path leads to.
    enum Match {
        case route(Int, parameters: [[UInt8]])
        /// The path is served, with these methods only.
        case otherMethods([String])
        /// The path is not served; the corrected one is.
        case corrected(String)
        case none
    }

    /// A pattern with open parts, and the routes it leads to by method.
    private struct OpenPattern: Sendable {
        let parts: [String]
        var routes: [String: Int]
    }

    private var fixed: [String: [String: Int]] = [:]
    private var open: [OpenPattern] = []

    init(_ routes: [Route]) {
        for (index, route) in routes.enumerated() { add(route, index) }
    }

    private mutating func add(_ route: Route, _ index: Int) {
        let additions = Dictionary(uniqueKeysWithValues: route.methods.map { ($0, index) })
        guard route.pattern.contains(":") || route.pattern.contains("*") else {
            fixed[route.pattern, default: [:]].merge(additions) { first, _ in first }
            return
        }
        let parts = route.pattern.split(separator: "/").map(String.init)
        if let known = open.firstIndex(where: { $0.parts == parts }) {
            open[known].routes.merge(additions) { first, _ in first }
        } else {
            open.append(OpenPattern(parts: parts, routes: additions))
        }
    }

    /// `path` is decoded, below the route prefix.
    func match(_ method: String, _ path: [UInt8]) -> Match {
        let text = String(decoding: path, as: UTF8.self)
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
        guard let (routes, parameters) = routes(text, parts) else {
            return corrected(method, text).map { .corrected($0) } ?? .none
        }
        if let index = routes[method] { return .route(index, parameters: parameters) }
        return .otherMethods((routes.keys + ["OPTIONS"]).sorted())
    }

    private func routes(_ path: String, _ parts: ArraySlice<ArraySlice<UInt8>>) -> ([String: Int], [[UInt8]])? {
        if let routes = fixed[path] { return (routes, []) }
        for pattern in open {
            // A star takes all that is left of the path.
            let takesRest = pattern.parts.last?.hasPrefix("*") == true
            guard takesRest ? parts.count >= pattern.parts.count : parts.count == pattern.parts.count else { continue }
            var parameters: [[UInt8]] = []
            let fits = zip(pattern.parts, parts).allSatisfy { expected, found in
                if expected.hasPrefix("*") { return true }
                guard expected.hasPrefix(":") else { return expected.utf8.elementsEqual(found) }
                parameters.append(Array(found))
                return !found.isEmpty
            }
            guard fits else { continue }
            if takesRest {
                parameters.append(
                    Array(parts.dropFirst(pattern.parts.count - 1).joined(separator: [UInt8(ascii: "/")]))
                )
            }
            return (pattern.routes, parameters)
        }
        return nil
    }

    /// The path with or without a slash at its end, or in lower case, if that one is served with this method.
    private func corrected(_ method: String, _ path: String) -> String? {
        let toggled = path.hasSuffix("/") ? String(path.dropLast()) : path + "/"
        if !toggled.isEmpty, fixed[toggled]?[method] != nil { return toggled }
        // Only the part that the API's or the pages' own router sees is corrected.
        let kept = path.hasPrefix(Self.apiPrefix) ? String(Self.apiPrefix.dropLast()) : ""
        let lowered = kept + path.dropFirst(kept.count).lowercased()
        return [lowered, String(lowered.dropLast())].first { $0 != path && fixed[$0]?[method] != nil }
    }
}
