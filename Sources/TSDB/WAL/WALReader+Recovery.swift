private import CCRC32C
internal import PrometheusBytes
internal import Storage

extension WALReader {
    /// Moves to the next record that can be read, past damage, which is added to `damage`.
    mutating func nextWhole(_ damage: inout [WALCorruption]) throws(StorageError) -> WALRecordKind? {
        while true {
            do throws(WALError) { return try next() } catch {
                guard case .corrupt(let corruption) = error else { throw error.storageError }
                damage.append(corruption)
                resume()
            }
        }
    }

    /// Goes on behind the damage that was thrown last: at the next fragment whose checksum is right.
    ///
    /// What the damage hides of a record is lost as a whole; the records behind it are not.
    mutating func resume() {
        guard isFragmentDamaged else { return }
        isFragmentDamaged = false
        var offset = fragmentStart + 1
        while offset < WALFormat.pageBytes - WALFormat.headerBytes, !isFragment(at: offset) { offset += 1 }
        pageOffset = offset < WALFormat.pageBytes - WALFormat.headerBytes ? offset : WALFormat.pageBytes
    }

    /// Whether a fragment with data begins here, as its checksum proves; one without data proves nothing.
    private func isFragment(at offset: Int) -> Bool {
        let type = page[offset]
        guard type & WALFormat.unknownFlags == 0,
            let position = WALFormat.Position(rawValue: type & WALFormat.positionMask),
            position != .pageTerminator
        else { return false }
        let length = Int(page[offset + 1]) << 8 | Int(page[offset + 2])
        let start = offset + WALFormat.headerBytes
        guard length > 0, length <= WALFormat.pageBytes - start else { return false }
        let expected = page[(offset + 3)..<start].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        // Safe: the span is valid for its count while the closure runs.
        let actual = unsafe page.rawSpan.extracting(start..<(start + length)).withUnsafeBytes {
            unsafe prometheus_crc32c(0, $0.baseAddress, $0.count)
        }
        return actual == expected
    }
}
