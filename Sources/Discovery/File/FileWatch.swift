#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
internal import Logging
internal import Synchronization

/// The directories that one file discovery follows.
final class FileWatch: Sendable {
    private let directories: DirectoryEvents
    private let subscriber: Int
    /// What was told to be missing, so that it is told once.
    private let missing = Mutex<[String]>([])

    init(directories: DirectoryEvents, subscriber: Int) {
        self.directories = directories
        self.subscriber = subscriber
    }

    /// Follows `wanted`; whether all of them can be.
    func follow(_ wanted: Set<String>, _ logger: Logger) -> Bool {
        let failed = directories.follow(wanted, for: subscriber)
        let isNews = missing.withLock { before in
            defer { before = failed }
            return before != failed
        }
        if isNews {
            for directory in failed {
                logger.error("Error adding file watch", metadata: ["path": "\(directory)"])
            }
        }
        return failed.isEmpty
    }

    /// The directory that a path's last component is in.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Where a symbolic link leads in the end; `nil` if `path` is none.
    static func targetOfLink(_ path: String) -> String? {
        var status = stat()
        // Safe: the call writes one status.
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return nil }
        // Safe: the call allocates the text, which is freed here.
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
