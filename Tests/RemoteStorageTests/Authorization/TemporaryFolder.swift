#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A directory that a test has for itself.
struct TemporaryFolder {
    /// The directory could not be made or written.
    struct Failure: Error {}

    let path: String

    init() throws {
        var template = Array("/tmp/vencejo-tokens-XXXXXX".utf8CString)
        // Safe: `mkdtemp` changes the last characters of the text in place.
        guard unsafe mkdtemp(&template) != nil else { throw Failure() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        guard let file = unsafe fopen("\(path)/\(name)", "w") else { throw Failure() }
        defer { unsafe fclose(file) }
        guard unsafe fputs(text, file) >= 0 else { throw Failure() }
        return "\(path)/\(name)"
    }

    /// Lends a directory to `body` and removes it.
    static func withFolder(_ body: (TemporaryFolder) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await body(folder)
    }

    func remove() {
        guard let stream = unsafe opendir(path) else { return }
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { unsafe unlink("\(path)/\(name)") }
        }
        unsafe closedir(stream)
        unsafe rmdir(path)
    }
}
