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
        var template = Array("/tmp/vencejo-promtool-XXXXXX".utf8CString)
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

    func read(_ name: String) -> String? {
        guard let file = unsafe fopen("\(path)/\(name)", "r") else { return nil }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = unsafe getc(file), byte >= 0 { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
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
