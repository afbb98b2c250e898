#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A directory of its own for one test, removed with everything in it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/vencejo-discovery-XXXXXX".utf8CString)
        // Safe: `mkdtemp` changes the six last characters of the text in place.
        let made = unsafe mkdtemp(&template) != nil
        guard made else { throw MissingDirectory() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in [
            "a.json", "b.json", "c.yml", "d.yaml", "tmp", "token", "namespace", "config", "credentials", "key.json",
        ] {
            unsafe unlink("\(path)/\(name)")
        }
        unsafe rmdir(path)
    }

    /// Writes a file in one step, as careful writers do.
    func write(_ name: String, _ text: String) {
        let temporary = "\(path)/tmp"
        guard let file = unsafe fopen(temporary, "w") else { return }
        unsafe fputs(text, file)
        unsafe fclose(file)
        unsafe rename(temporary, "\(path)/\(name)")
    }

    func remove(_ name: String) { unsafe unlink("\(path)/\(name)") }

    private struct MissingDirectory: Error {}
}
