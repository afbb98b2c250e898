#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The directory of a file, which relative paths in it are relative to.
package struct BaseDirectory: Sendable, Hashable {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// The directory of the file at `path`.
    package init(ofFile path: String) {
        guard let slash = path.lastIndex(of: "/") else {
            self.path = "."
            return
        }
        let directory = path[..<slash]
        self.path = directory.isEmpty ? "/" : Self.cleaned(String(directory))
    }

    /// The path as seen from the working directory; empty and absolute paths are kept.
    package func resolve(_ path: String) -> String {
        guard !path.isEmpty, !path.hasPrefix("/") else { return path }
        return Self.cleaned("\(self.path)/\(path)")
    }

    /// The path from the root of the file system.
    package static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let directory = unsafe getcwd(nil, 0) else { return path }
        // Safe: `getcwd` allocated a text that is freed once, after it was copied.
        defer { unsafe free(directory) }
        return BaseDirectory(unsafe String(cString: directory)).resolve(path)
    }

    /// The shortest equal path: no `.`, no doubled slashes, `..` taken back where there is something to take back.
    package static func cleaned(_ path: String) -> String {
        let isAbsolute = path.hasPrefix("/")
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if let last = parts.last, last != ".." {
                parts.removeLast()
            } else if !isAbsolute {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        return isAbsolute ? "/\(joined)" : joined.isEmpty ? "." : joined
    }
}
