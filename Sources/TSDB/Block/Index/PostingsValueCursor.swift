internal import PrometheusBytes
internal import Storage

/// Walks the values of a label name in the order of their bytes.
struct PostingsValueCursor {
    private let table: PostingsTable
    private let name: PostingsTable.Name
    private var position = 0
    private var offset = 0

    init(_ table: PostingsTable, _ name: PostingsTable.Name) {
        self.table = table
        self.name = name
    }

    /// Returns the next value, `nil` behind the last.
    mutating func next() throws(StorageError) -> PostingsTable.Entry? {
        guard position < name.valueCount else { return nil }
        let entry =
            position % table.valuesPerSample == 0
            ? try table.sampledEntry(name, position / table.valuesPerSample) : try table.entry(at: offset)
        position += 1
        offset = entry.next
        return entry
    }

    /// Moves before the first value that is not below `value`.
    mutating func skip(to value: RawSpan) throws(StorageError) {
        let (file, table) = (table.file, table)
        let bytes = file.bytes
        let sampleCount = (name.valueCount + table.valuesPerSample - 1) / table.valuesPerSample
        var (low, high) = (0, sampleCount)
        while low < high {
            let middle = (low + high) / 2
            let entry = try table.sampledEntry(name, middle)
            if bytes.extracting(entry.value).compareBytes(with: value) < 0 { low = middle + 1 } else { high = middle }
        }
        // The first one not below it lies behind the last sample below it.
        position = max(0, low - 1) * table.valuesPerSample
        while position < name.valueCount {
            let (previousPosition, previousOffset) = (position, offset)
            guard let entry = try next() else { return }
            if bytes.extracting(entry.value).compareBytes(with: value) >= 0 {
                (position, offset) = (previousPosition, previousOffset)
                return
            }
        }
    }
}
