#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Small text files, such as those of the kernel.
package enum SystemFile {
    /// The whole text of a file, `nil` if it cannot be read.
    package static func text(_ path: String) -> String? {
        // Safe: the text is passed as a C string for the time of the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        let step = 4096
        while true {
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: step))
            // Safe: the call writes at most `step` bytes behind `start`, which were just appended.
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress.map { unsafe $0 + start }, step)
            }
            bytes.removeLast(step - max(0, count))
            if count <= 0 { return count < 0 ? nil : String(decoding: bytes, as: UTF8.self) }
        }
    }

    /// The number of entries of a directory, without the one that reading it opens.
    package static func entryCount(_ path: String) -> Int? {
        // Safe: the stream is only used here and closed at the end.
        guard let stream = unsafe opendir(path) else { return nil }
        defer { unsafe closedir(stream) }
        var count = 0
        while unsafe readdir(stream) != nil { count += 1 }
        // "." and ".." and the directory's own descriptor.
        return max(0, count - 3)
    }
}
