internal import PrometheusBytes
package import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension FileOperations {
    /// Creates or empties a file.
    package func create(_ path: String) throws(StorageError) -> Int32 {
        try pass(.create, path, "open")
        // Safe: the system copies the path during the call.
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .io(operation: "open \(path)", errorNumber: errno) }
        return descriptor
    }

    /// Writes all of the bytes at an offset.
    package func write(
        _ bytes: RawSpan,
        at start: Int,
        to descriptor: Int32,
        _ path: String
    ) throws(StorageError) {
        var (allowed, failure) = (bytes.byteCount, Int32(0))
        switch gate?(.write(byteCount: bytes.byteCount), path) ?? .allowed {
        case .allowed: break
        case .refused(let number): (allowed, failure) = (0, number)
        case .torn(let count, let number): (allowed, failure) = (min(count, allowed), number)
        }
        var offset = 0
        while offset < allowed {
            // Safe: the buffer is valid for its count while the closure runs.
            let written = unsafe bytes.extracting(offset..<allowed).withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(start + offset))
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw .io(operation: "write \(path)", errorNumber: errno)
            }
            offset += written
        }
        if failure != 0 { throw .io(operation: "write \(path)", errorNumber: failure) }
    }

    /// Waits until a file is on the disk.
    package func sync(_ descriptor: Int32, _ path: String) throws(StorageError) {
        try pass(.sync, path, "sync")
        guard fsync(descriptor) == 0 else { throw .io(operation: "sync \(path)", errorNumber: errno) }
    }

    /// Replaces a file as a whole: after a crash there is the old one or the new one.
    package func replaceFile(_ path: String, with bytes: [UInt8]) throws(StorageError) {
        let temporary = "\(path).tmp"
        let descriptor = try create(temporary)
        do throws(StorageError) {
            defer { close(descriptor) }
            try write(bytes.rawSpan, at: 0, to: descriptor, temporary)
            try sync(descriptor, temporary)
        } catch {
            // What is left behind is removed at the next start.
            try? remove(temporary)
            throw error
        }
        try rename(temporary, to: path)
        try syncDirectory(Self.parent(of: path))
    }
}
