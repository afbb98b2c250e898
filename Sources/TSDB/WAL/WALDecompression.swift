internal import BlockCompression

/// Undoes the compression that the flags of a record name.
enum WALDecompression {
    /// Decompresses `record` into `output`, replacing its contents.
    ///
    /// The reason if that is not possible.
    static func run(_ record: RawSpan, _ flags: UInt8, limitBytes: Int, into output: inout [UInt8]) -> String? {
        do {
            switch flags {
            case WALFormat.snappyFlag: try SnappyBlock.decompress(record, limitBytes: limitBytes, into: &output)
            case WALFormat.zstandardFlag: try ZstandardFrame.decompress(record, limitBytes: limitBytes, into: &output)
            default: return "unexpected compression flags \(flags)"
            }
            return nil
        } catch { return error.description }
    }
}
