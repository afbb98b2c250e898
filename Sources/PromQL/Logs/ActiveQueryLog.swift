import PrometheusModel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The queries that are being evaluated, in a file that outlives the process: what a crash left there is told at the next
/// start.
///
/// Its layout is upstream's: `[`, then a slot of 1000 bytes for each query that may run at the same time, which holds a
/// JSON object and a comma at its end, or zeros.
@safe
package final class ActiveQueryLog: Sendable {
    static let slotBytes = 1000
    private static let fileName = "queries.active"

    // SAFETY: a mapping of `byteCount` bytes, unmapped in `deinit`; each slot is written only by the query that holds it.
    private nonisolated(unsafe) let bytes: UnsafeMutableRawPointer
    private let byteCount: Int
    private let free: Mutex<[Int]>

    /// Opens the file in a directory for that many queries, and empties it.
    ///
    /// - Returns: with the log, what the last run did not finish, as a JSON array; `nil` if that is nothing.
    package static func open(
        in directory: String,
        slots: Int
    ) throws(ActiveQueryLogError) -> (log: ActiveQueryLog, unfinished: String?) {
        // Safe: texts are passed for the time of the calls.
        if unsafe mkdir(directory, 0o777) != 0, errno != EEXIST { throw ActiveQueryLogError(.createDirectory, errno) }
        let path = directory + "/" + fileName
        let unfinished = Self.unfinished(path)
        let descriptor = unsafe Glibc.open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw ActiveQueryLogError(.open, errno) }
        defer { close(descriptor) }
        let byteCount = 1 + max(1, slots) * slotBytes
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw ActiveQueryLogError(.allocate, errno) }
        // Safe: a new mapping of a file of this length.
        let mapping = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let bytes = unsafe mapping, unsafe bytes != MAP_FAILED else { throw ActiveQueryLogError(.map, errno) }
        unsafe bytes.storeBytes(of: UInt8(ascii: "["), as: UInt8.self)
        return (unsafe ActiveQueryLog(bytes, byteCount, max(1, slots)), unfinished)
    }

    private init(_ bytes: UnsafeMutableRawPointer, _ byteCount: Int, _ slots: Int) {
        unsafe self.bytes = bytes
        self.byteCount = byteCount
        free = Mutex(Array((0..<slots).reversed()))
    }

    deinit {
        // Safe: nobody can use the mapping any more.
        unsafe munmap(bytes, byteCount)
    }

    /// Notes a query that begins at a time in seconds; the slot must be given back.
    ///
    /// `nil` if all are taken.
    func begin(_ query: String, atSeconds seconds: Int64) -> Int? {
        guard let slot = free.withLock({ $0.popLast() }) else { return nil }
        let entry = Self.entry(query, seconds)
        // Safe: the entry is shorter than the slot, and the slot is this query's.
        unsafe entry.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            unsafe start(of: slot).copyMemory(from: base, byteCount: source.count)
        }
        unsafe start(of: slot).storeBytes(of: UInt8(ascii: ","), toByteOffset: Self.slotBytes - 1, as: UInt8.self)
        return slot
    }

    /// Forgets a query that has ended.
    func end(_ slot: Int) {
        // Safe: as in `begin`.
        _ = unsafe memset(start(of: slot), 0, Self.slotBytes)
        free.withLock { $0.append(slot) }
    }

    private func start(of slot: Int) -> UnsafeMutableRawPointer {
        precondition(slot >= 0 && 1 + (slot + 1) * Self.slotBytes <= byteCount, "a slot lies in the file")
        return unsafe bytes + 1 + slot * Self.slotBytes
    }

    /// The JSON object of a query; cut where it does not fit, as upstream cuts it.
    static func entry(_ query: String, _ seconds: Int64) -> [UInt8] {
        let tail = Array(",\"timestamp_sec\":\(seconds)}".utf8)
        let emptyBytes = "{\"query\":\"\"".utf8.count + tail.count
        var room = slotBytes - (emptyBytes + 1)
        var kept = query.unicodeScalars.endIndex
        if query.utf8.count > room {
            kept = query.unicodeScalars.startIndex
            for index in query.unicodeScalars.indices {
                room -= query.unicodeScalars[index].utf8.count
                if room < 0 { break }
                kept = query.unicodeScalars.index(after: index)
            }
        }
        var bytes = Array("{\"query\":".utf8)
        JSONText.append(String(query.unicodeScalars[..<kept]), to: &bytes, escapesHTML: true)
        return Array((bytes + tail).prefix(slotBytes - 1))
    }

    /// What a file of an earlier run holds.
    private static func unfinished(_ path: String) -> String? {
        // Safe: the path is passed for the time of the call.
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var kept: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        // A file that somebody else put there shall not take all memory.
        while kept.count < 16 << 20 {
            // Safe: the call writes at most as many bytes as the buffer has.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            kept += buffer[..<count].filter { $0 != 0 }
        }
        guard kept.count > 1 else { return nil }
        kept[kept.count - 1] = UInt8(ascii: "]")
        return String(decoding: kept, as: UTF8.self)
    }
}
