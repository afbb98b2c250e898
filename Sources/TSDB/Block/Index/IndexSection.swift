internal import Storage

/// A part of an index whose length and checksum were found to be right.
struct IndexSection {
    /// Where the contents lie, without length and checksum.
    let contents: Range<Int>

    /// Checks the section whose length lies at `offset`.
    init(_ file: MappedFile, at offset: Int, _ name: String) throws(StorageError) {
        let bytes = file.bytes
        guard let length = bytes.bigEndianWord(at: offset) else {
            throw file.corrupt("\(name): invalid size", at: offset)
        }
        let contents = (offset + 4)..<(offset + 4 + Int(length))
        guard let expected = bytes.bigEndianWord(at: contents.upperBound) else {
            throw file.corrupt("\(name): invalid size", at: offset)
        }
        guard bytes.extracting(contents).crc32c() == expected else {
            throw file.corrupt("\(name): invalid checksum", at: offset)
        }
        self.contents = contents
    }
}
