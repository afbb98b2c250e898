private import CZstd

/// The Zstandard frame format, in one call.
package enum ZstandardFrame {
    /// zstd's `ZSTD_CONTENTSIZE_UNKNOWN` and `ZSTD_CONTENTSIZE_ERROR` are macros that Swift does not see.
    private static let unknownSize = UInt64.max
    private static let invalidSize = UInt64.max - 1
    private static let firstGuessBytes = 64 << 10

    /// The fastest level: a log is written far more often than it is read.
    private static let level: Int32 = 1

    /// Compresses `source` into one frame that declares its size, replacing the contents of `output` and keeping its
    /// storage.
    package static func compress(_ source: RawSpan, into output: inout [UInt8]) throws(BlockCompressionError) {
        let capacity = ZSTD_compressBound(source.byteCount)
        var isEncoded = false
        output.removeAll(keepingCapacity: true)
        output.append(addingCapacity: capacity) { (span: inout OutputSpan<UInt8>) in
            // Safe: zstd writes at most `target.count` bytes; both buffers outlive the call.
            unsafe span.withUnsafeMutableBufferPointer { target, count in
                unsafe source.withUnsafeBytes { bytes in
                    let written = unsafe ZSTD_compress(
                        target.baseAddress,
                        target.count,
                        bytes.baseAddress,
                        bytes.count,
                        level
                    )
                    isEncoded = ZSTD_isError(written) == 0
                    count = isEncoded ? written : 0
                }
            }
        }
        guard isEncoded else { throw .unavailable(library: "zstd", code: 0) }
    }

    /// Decompresses one frame into `output`, replacing its contents and keeping its storage.
    package static func decompress(
        _ source: RawSpan,
        limitBytes: Int,
        into output: inout [UInt8]
    ) throws(BlockCompressionError) {
        output.removeAll(keepingCapacity: true)
        // Safe: zstd reads at most `byteCount` bytes.
        let declared = unsafe source.withUnsafeBytes {
            unsafe UInt64(ZSTD_getFrameContentSize($0.baseAddress, $0.count))
        }
        guard declared != invalidSize else { throw .corruptZstandard }
        if declared != unknownSize {
            guard declared <= UInt64(limitBytes) else { throw .tooLarge(limitBytes: limitBytes) }
            guard decode(source, capacity: Int(declared), into: &output) else { throw .corruptZstandard }
            return
        }
        // Without a declared size: more room until it fits, up to the limit.
        var capacity = min(limitBytes, max(firstGuessBytes, source.byteCount * 4))
        while true {
            if decode(source, capacity: capacity, into: &output) { return }
            guard capacity < limitBytes else { throw .corruptZstandard }
            capacity = min(limitBytes, capacity * 4)
        }
    }

    private static func decode(_ source: RawSpan, capacity: Int, into output: inout [UInt8]) -> Bool {
        var isDecoded = false
        output.removeAll(keepingCapacity: true)
        output.append(addingCapacity: capacity) { (span: inout OutputSpan<UInt8>) in
            // Safe: zstd writes at most `target.count` bytes; both buffers outlive the call.
            unsafe span.withUnsafeMutableBufferPointer { target, count in
                unsafe source.withUnsafeBytes { bytes in
                    let written = unsafe ZSTD_decompress(
                        target.baseAddress,
                        target.count,
                        bytes.baseAddress,
                        bytes.count
                    )
                    isDecoded = ZSTD_isError(written) == 0
                    count = isDecoded ? written : 0
                }
            }
        }
        return isDecoded
    }
}
