#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A path whose last component may be a pattern.
package struct FilePattern: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// The directory in which matches lie.
    package var directory: String { BaseDirectory(ofFile: text).path }

    /// Whether the path has at most one `*`, and that in the last component.
    package var isValid: Bool {
        guard let star = text.firstIndex(of: "*") else { return true }
        return !text[text.index(after: star)...].contains { $0 == "*" || $0 == "/" }
    }

    /// The files that match now, sorted; a path without a pattern matches itself if it exists.
    package func matches() -> [String] {
        let name = text.lastIndex(of: "/").map { text[text.index(after: $0)...] } ?? text[...]
        guard name.contains(where: { "*?[\\".contains($0) }) else {
            return TextFile.modificationMilliseconds(text) == nil ? [] : [text]
        }
        let prefix = text.dropLast(name.count)
        return names(in: prefix.isEmpty ? "." : String(prefix)).filter {
            // Safe: both texts live for the call.
            unsafe fnmatch(String(name), $0, 0) == 0
        }.map { prefix + $0 }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func names(in directory: String) -> [String] {
        guard let stream = unsafe opendir(directory) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        // Safe: an entry is valid until the next `readdir`; its name, which ends with a zero byte, is copied before.
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
