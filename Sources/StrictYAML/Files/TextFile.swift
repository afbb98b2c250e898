#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Whole files of configuration.
package enum TextFile {
    /// The most bytes that are read of one file.
    package static let sizeLimit = 256 << 20

    /// The bytes of the file at `path`.
    package static func read(_ path: String) throws(TextFileError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            // Safe: the buffer has the size that is given.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            guard count > 0 else { return contents }
            contents += buffer[..<count]
            guard contents.count <= sizeLimit else {
                throw TextFileError(operation: "read", path: path, reason: "file too large")
            }
        }
    }

    /// The modification time in milliseconds since the Unix epoch; `nil` if the file is not there.
    package static func modificationMilliseconds(_ path: String) -> Int64? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
    }

    private static func failure(_ operation: String, _ path: String) -> TextFileError {
        // Safe: `strerror` returns a valid text; it is copied at once.
        let words = unsafe String(cString: strerror(errno))
        return TextFileError(
            operation: operation,
            path: path,
            reason: words.prefix(1).lowercased() + words.dropFirst()
        )
    }
}
