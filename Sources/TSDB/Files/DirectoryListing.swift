package import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What lies in directories.
package enum DirectoryListing {
    /// A name in a directory.
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let isDirectory: Bool
        /// The size of a file.
        package let byteCount: Int64
    }

    /// The names in a directory, sorted as bytes.
    package static func entries(of path: String, missingIsEmpty: Bool) throws(StorageError) -> [Entry] {
        // Safe: the stream is closed before this returns, and names are copied at once.
        guard let stream = unsafe opendir(path) else {
            if errno == ENOENT, missingIsEmpty { return [] }
            throw .io(operation: "open \(path)", errorNumber: errno)
        }
        defer { unsafe closedir(stream) }
        var entries: [Entry] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            var status = stat()
            // Safe: `lstat` fills the structure it is given. A name that has just gone is not listed.
            guard unsafe lstat("\(path)/\(name)", &status) == 0 else { continue }
            let isDirectory = status.st_mode & S_IFMT == S_IFDIR
            entries.append(
                Entry(name: name, isDirectory: isDirectory, byteCount: isDirectory ? 0 : Int64(status.st_size))
            )
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The bytes of all files under a directory; 0 if it is not there.
    package static func sizeBytes(of path: String) -> Int64 {
        // What cannot be read is not counted: this is for decisions about room, which are taken again every minute.
        guard let entries = try? entries(of: path, missingIsEmpty: true) else { return 0 }
        return entries.reduce(0) { $0 + ($1.isDirectory ? sizeBytes(of: "\(path)/\($1.name)") : $1.byteCount) }
    }

    /// The bytes of the file system that `path` is on, `nil` if they are not known.
    package static func capacityBytes(of path: String) -> UInt64? {
        var status = statvfs()
        // Safe: the system copies the path and fills the structure.
        guard unsafe statvfs(path, &status) == 0, status.f_blocks > 0 else { return nil }
        return UInt64(status.f_blocks) * UInt64(status.f_frsize)
    }
}
