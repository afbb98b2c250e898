internal import Storage

/// Finds out which blocks a data directory has, which of them can be opened, and which have been replaced.
struct BlockLoading {
    /// What a directory that cannot be opened is to be called in the log.
    struct Problem {
        let directory: String
        let text: String
        /// Whether `meta.json` could be read, so that this is a block for sure.
        let isCorrupted: Bool
    }

    /// The blocks that are open and wanted, in the order of their beginnings.
    private(set) var loaded: [Block] = []
    /// The blocks that others have replaced, or in which nothing is left.
    private(set) var replaced: [Block] = []
    /// The directories of blocks that are damaged but have been replaced by others, with what is wrong with them.
    private(set) var replacedDirectories: [String: String] = [:]
    /// By the names of the directories.
    private(set) var problems: [String: Problem] = [:]

    /// Opens the blocks in `directory`; those that `known` has open already stay open.
    ///
    /// Their ends are checked against ranges of `chunkRange` milliseconds.
    init(directory: String, known: [Block], chunkRange: Int64) throws(StorageError) {
        let open = Dictionary(known.map { ($0.directory, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [Block] = []
        for entry in try DirectoryListing.entries(of: directory, missingIsEmpty: false) where entry.isDirectory {
            guard ULID(entry.name) != nil else { continue }
            let path = "\(directory)/\(entry.name)"
            if let block = open[path] {
                found.append(block)
            } else if let block = load(path, chunkRange) {
                found.append(block)
            }
        }
        sortOut(found)
    }

    private mutating func load(_ path: String, _ chunkRange: Int64) -> Block? {
        let name = String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...])
        do throws(StorageError) { _ = try Block.readMeta(path) } catch {
            problems[name] = Problem(directory: path, text: "\(error)", isCorrupted: false)
            return nil
        }
        do throws(StorageError) {
            let block = try Block(directory: path)
            block.correctTimes(chunkRange: chunkRange)
            return block
        } catch {
            problems[name] = Problem(directory: path, text: "corrupted block \(name): \(error)", isCorrupted: true)
            return nil
        }
    }

    /// Puts the blocks aside that others name as their parents.
    private mutating func sortOut(_ found: [Block]) {
        let metas = found.map(\.meta)
        let parents = Set(metas.flatMap { meta in meta.compaction.parents.map(\.ulid).filter { $0 != meta.ulid } })
        for (block, meta) in zip(found, metas) {
            if meta.compaction.isDeletable || parents.contains(meta.ulid) {
                replaced.append(block)
            } else {
                loaded.append(block)
            }
        }
        loaded.sort { ($0.meta.minTime, $0.meta.ulid) < ($1.meta.minTime, $1.meta.ulid) }
        for (name, problem) in problems where problem.isCorrupted {
            guard let ulid = ULID(name), parents.contains(ulid) else { continue }
            replacedDirectories[problem.directory] = problem.text
            problems[name] = nil
        }
    }

    /// Forgets the blocks at the positions that `isKept` refuses.
    mutating func keep(_ isKept: (Int) -> Bool) {
        loaded = loaded.indices.filter(isKept).map { loaded[$0] }
    }
}
