internal import PrometheusBytes
internal import Storage

/// Walks the series that an index being written has, for their ids and labels.
struct IndexedSeriesScanner {
    private let file: MappedFile
    private let range: Range<Int>
    private var offset: Int
    private var label = 0..<0
    private var labelCount = 0
    /// The number of the current series.
    private(set) var id: UInt32 = 0

    init(_ file: MappedFile, _ range: Range<Int>) {
        self.file = file
        self.range = range
        offset = range.lowerBound
    }

    /// Moves to the next series; `false` at the end.
    mutating func next() throws(StorageError) -> Bool {
        offset += (IndexFormat.seriesAlignment - offset % IndexFormat.seriesAlignment) % IndexFormat.seriesAlignment
        guard offset < range.upperBound else { return false }
        let file = file
        var reader = ByteReader(file.bytes)
        reader.offset = offset
        guard let length = reader.readVarint(), let body = reader.readRange(count: Int(clamping: length)),
            reader.readRange(count: 4) != nil
        else { throw file.corrupt("series ends behind the file", at: offset) }
        id = UInt32(truncatingIfNeeded: offset / IndexFormat.seriesAlignment)
        offset = reader.offset
        reader.offset = body.lowerBound
        labelCount = Int(clamping: reader.readVarint() ?? 0)
        label = reader.offset..<body.upperBound
        return true
    }

    /// The symbols of the current series' next label, `nil` behind the last.
    mutating func nextLabel() throws(StorageError) -> (name: UInt32, value: UInt32)? {
        guard labelCount > 0 else { return nil }
        let file = file
        var reader = ByteReader(file.bytes)
        reader.offset = label.lowerBound
        guard let name = reader.readVarint(), let value = reader.readVarint(), reader.offset <= label.upperBound else {
            throw file.corrupt("series ends inside its labels", at: label.lowerBound)
        }
        labelCount -= 1
        label = reader.offset..<label.upperBound
        return (UInt32(truncatingIfNeeded: name), UInt32(truncatingIfNeeded: value))
    }
}
