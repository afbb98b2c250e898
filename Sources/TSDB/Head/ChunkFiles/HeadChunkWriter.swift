internal import PrometheusBytes
internal import Storage

/// The head chunk files of a head: finds them, writes new ones, removes old ones.
struct HeadChunkWriter {
    /// `chunks_head`.
    let directory: String
    private let operations: WALFileOperations
    private let removal: FileOperations
    /// The size that a file does not exceed; tests make it small.
    private let fileBytes: Int
    /// All files.
    private(set) var files = HeadChunkFileSet()
    /// Whether the newest file is one that this process writes.
    private var isOpen = false
    /// Files that are complete but perhaps not on the disk yet.
    private var unsynced: [HeadChunkFile] = []
    private var nextNumber: UInt32 = 1
    private var output: [UInt8] = []

    /// Finds the files in `directory`, which is created where it is missing.
    init(
        directory: String,
        operations: WALFileOperations,
        removal: FileOperations,
        fileBytes: Int = HeadChunkFormat.fileBytes
    ) throws(StorageError) {
        self.directory = directory
        self.operations = operations
        self.removal = removal
        self.fileBytes = min(fileBytes, HeadChunkFormat.fileBytes)
        try WALDirectory.create(directory)
        try open()
    }

    /// Writes no more to the newest file if it holds chunks.
    mutating func endFile() {
        guard isOpen, let last = files.last, last.byteCount > HeadChunkFormat.headerBytes else { return }
        unsynced.append(last)
        isOpen = false
    }

    /// Appends records of chunks and tells of each where it begins.
    ///
    /// What could be written before an error is told as well.
    mutating func append(
        _ count: Int,
        record: (Int, inout [UInt8]) -> Void,
        written: (Int, _ file: UInt32, _ offset: Int) -> Void
    ) throws(StorageError) {
        var starts: [Int] = []
        var first = 0
        output.removeAll(keepingCapacity: true)
        defer { if output.capacity > 1 << 20 { output = [] } }
        for index in 0..<count {
            var start = output.count
            record(index, &output)
            if !fits(output.count) {
                // The record that does not fit goes to the next file.
                let rest = Array(output[start...])
                output.removeLast(rest.count)
                try flush(starts, first, written)
                try cut()
                output += rest
                (starts, first, start) = ([], index, 0)
            }
            starts.append(start)
        }
        try flush(starts, first, written)
    }

    /// Begins a new file with the next chunk.
    mutating func cut() throws(StorageError) {
        guard nextNumber < SealedChunk.fileLimit else {
            throw .corrupt("too many head chunk files: the last is \(nextNumber - 1)")
        }
        let path = "\(directory)/\(HeadChunkFormat.fileName(nextNumber))"
        // One that could not be completed before.
        try removal.remove(path)
        let file = try HeadChunkFile(path, nextNumber, creates: true)
        do throws(StorageError) {
            let header = HeadChunkFormat.header
            try file.append(header.rawSpan, operations)
        } catch {
            try? removal.remove(path)
            throw error
        }
        endFile()
        files.append(file)
        isOpen = true
        nextNumber += 1
    }

    /// The files that ended since the last call.
    ///
    /// The caller syncs them where waiting does not matter.
    mutating func takeUnsynced() -> [HeadChunkFile] {
        defer { unsynced = [] }
        return unsynced
    }

    /// Removes the files below `number`, of which no chunk is needed; never the one that is written.
    mutating func removeFiles(below number: UInt32) throws(StorageError) {
        let limit = isOpen ? min(number, files.last?.number ?? number) : number
        for file in files.removeAll(below: limit) { try removal.remove(file.path) }
        let removed = files
        unsynced.removeAll { removed[$0.number] == nil }
    }

    /// Removes a damaged file and all later ones.
    mutating func removeFiles(from number: UInt32) throws(StorageError) {
        isOpen = false
        for file in files.removeAll(from: number).reversed() { try removal.remove(file.path) }
        nextNumber = files.last.map { $0.number + 1 } ?? number
    }

    /// Ends writing and waits until everything is on the disk.
    mutating func close() throws(StorageError) {
        for file in unsynced { try file.sync(operations) }
        unsynced = []
        if isOpen, let file = files.last { try file.sync(operations) }
        isOpen = false
    }

    // MARK: Parts

    private func fits(_ outputBytes: Int) -> Bool {
        guard isOpen, let file = files.last else { return false }
        let total = file.byteCount + outputBytes
        return total <= fileBytes || file.byteCount == HeadChunkFormat.headerBytes && total <= HeadChunkFormat.fileBytes
    }

    private mutating func flush(
        _ starts: [Int],
        _ first: Int,
        _ written: (Int, UInt32, Int) -> Void
    ) throws(StorageError) {
        guard !starts.isEmpty, let file = files.last else { return }
        let base = file.byteCount
        try file.append(output.rawSpan, operations)
        output.removeAll(keepingCapacity: true)
        for (index, start) in starts.enumerated() { written(first + index, file.number, base + start) }
    }

    private mutating func open() throws(StorageError) {
        var numbers: [(number: UInt32, name: String)] = []
        for entry in try DirectoryListing.entries(of: directory, missingIsEmpty: true) where !entry.isDirectory {
            guard let number = UInt32(entry.name), number > 0 else { continue }
            numbers.append((number, entry.name))
        }
        numbers.sort { $0.number < $1.number }
        try removeTornNewest(&numbers)
        for (previous, next) in zip(numbers, numbers.dropFirst()) where next.number != previous.number + 1 {
            throw .corrupt(
                "found unsequential head chunk files \(previous.name) (index: \(previous.number))"
                    + " and \(next.name) (index: \(next.number))"
            )
        }
        for (number, name) in numbers {
            files.append(try HeadChunkFile("\(directory)/\(name)", number, creates: false))
        }
        nextNumber = (numbers.last?.number ?? 0) + 1
    }

    /// A crash may leave the newest file without its header: nothing is lost with it.
    private func removeTornNewest(_ numbers: inout [(number: UInt32, name: String)]) throws(StorageError) {
        guard let newest = numbers.last else { return }
        let file = try HeadChunkFile("\(directory)/\(newest.name)", newest.number, creates: false)
        var reader = ByteReader(file.bytes)
        if let magic = reader.readBigEndian(UInt32.self), magic != 0 { return }
        try removal.remove(file.path)
        numbers.removeLast()
    }
}
