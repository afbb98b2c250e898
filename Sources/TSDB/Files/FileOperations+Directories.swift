package import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension FileOperations {
    /// Creates a directory, whose parent exists.
    package func makeDirectory(_ path: String) throws(StorageError) {
        try pass(.makeDirectory, path, "mkdir")
        // Safe, here and below: the system copies paths during the call.
        guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw .io(operation: "mkdir \(path)", errorNumber: errno)
        }
    }

    /// Creates a directory and its parents where they are missing.
    package func makeDirectories(_ path: String) throws(StorageError) {
        do throws(StorageError) { try makeDirectory(path) } catch {
            guard case .io(_, let number) = error, number == ENOENT, Self.parent(of: path) != path else { throw error }
            try makeDirectories(Self.parent(of: path))
            try makeDirectory(path)
        }
    }

    /// Gives a file or a directory another name; a file of that name is replaced.
    package func rename(_ path: String, to target: String) throws(StorageError) {
        try pass(.rename, path, "rename")
        // The namesake of this function in the C library moves directories and replaces files at once.
        guard unsafe renameat(AT_FDCWD, path, AT_FDCWD, target) == 0 else {
            throw .io(operation: "rename \(path) to \(target)", errorNumber: errno)
        }
    }

    /// Gives a file a second name.
    package func link(_ path: String, to target: String) throws(StorageError) {
        try pass(.link, path, "link")
        guard unsafe linkat(AT_FDCWD, path, AT_FDCWD, target, 0) == 0 else {
            throw .io(operation: "link \(path) to \(target)", errorNumber: errno)
        }
    }

    /// Removes a file, if it is there.
    package func remove(_ path: String) throws(StorageError) {
        try pass(.remove, path, "remove")
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw .io(operation: "remove \(path)", errorNumber: errno)
        }
    }

    /// Removes a directory and everything in it, if it is there.
    package func removeTree(_ path: String) throws(StorageError) {
        for entry in try DirectoryListing.entries(of: path, missingIsEmpty: true) {
            if entry.isDirectory {
                try removeTree("\(path)/\(entry.name)")
            } else {
                try remove("\(path)/\(entry.name)")
            }
        }
        try pass(.removeDirectory, path, "remove")
        guard unsafe rmdir(path) == 0 || errno == ENOENT else {
            throw .io(operation: "remove \(path)", errorNumber: errno)
        }
    }

    /// Makes the names in a directory durable.
    package func syncDirectory(_ path: String) throws(StorageError) {
        try pass(.syncDirectory, path, "sync")
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .io(operation: "open \(path)", errorNumber: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .io(operation: "sync \(path)", errorNumber: errno) }
    }

    /// Moves a directory to a name where nothing is, and makes that durable.
    package func moveDirectory(_ path: String, to target: String) throws(StorageError) {
        try removeTree(target)
        try rename(path, to: target)
        try syncDirectory(Self.parent(of: target))
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
