private import CSnappy

/// The snappy block format: a length and then literals and copies, without a checksum.
///
/// Every function replaces the contents of `output` and keeps its storage, so that a caller who reuses the array does
/// not allocate.
package enum SnappyBlock {
    /// No valid block grows by more than this: a copy of 64 bytes takes at least three bytes.
    private static let maximumExpansion = 22

    /// Compresses `source` into `output`.
    /// - Complexity: O(*n*), about 0.5 ns a byte; no allocation once `output` is large enough.
    package static func compress(_ source: RawSpan, into output: inout [UInt8]) throws(BlockCompressionError) {
        let capacity = snappy_max_compressed_length(source.byteCount)
        var status = SNAPPY_OK
        output.removeAll(keepingCapacity: true)
        output.append(addingCapacity: capacity) { (span: inout OutputSpan<UInt8>) in
            // Safe: the target has room for `capacity` bytes, the most that snappy writes; both outlive the call.
            unsafe span.withUnsafeMutableBufferPointer { target, count in
                unsafe source.withUnsafeBytes { bytes in
                    var written = target.count
                    status = unsafe snappy_compress(
                        bytes.baseAddress.map { unsafe $0.assumingMemoryBound(to: CChar.self) },
                        bytes.count,
                        UnsafeMutableRawPointer(target.baseAddress)?.assumingMemoryBound(to: CChar.self),
                        &written
                    )
                    count = status == SNAPPY_OK ? written : 0
                }
            }
        }
        guard status == SNAPPY_OK else {
            throw .unavailable(library: "snappy", code: Int(status.rawValue))
        }
    }

    /// The number of bytes that `source` says it decompresses to, checked against what a block of its length can hold.
    package static func decodedByteCount(of source: RawSpan) throws(BlockCompressionError) -> Int {
        var count = 0
        // Safe: snappy reads at most `byteCount` bytes.
        let status = unsafe source.withUnsafeBytes { bytes in
            unsafe snappy_uncompressed_length(
                bytes.baseAddress.map { unsafe $0.assumingMemoryBound(to: CChar.self) },
                bytes.count,
                &count
            )
        }
        guard status == SNAPPY_OK, count / maximumExpansion <= source.byteCount else { throw .corruptSnappy }
        return count
    }

    /// Decompresses `source` into `output`.
    ///
    /// The length that `source` claims is checked before anything is allocated.
    package static func decompress(
        _ source: RawSpan,
        limitBytes: Int,
        into output: inout [UInt8]
    ) throws(BlockCompressionError) {
        output.removeAll(keepingCapacity: true)
        let expected = try decodedByteCount(of: source)
        guard expected <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
        var status = SNAPPY_OK
        output.append(addingCapacity: expected) { (span: inout OutputSpan<UInt8>) in
            // Safe: the target has room for `expected` bytes, which snappy checks again; both outlive the call.
            unsafe span.withUnsafeMutableBufferPointer { target, count in
                unsafe source.withUnsafeBytes { bytes in
                    var written = target.count
                    status = unsafe snappy_uncompress(
                        bytes.baseAddress.map { unsafe $0.assumingMemoryBound(to: CChar.self) },
                        bytes.count,
                        UnsafeMutableRawPointer(target.baseAddress)?.assumingMemoryBound(to: CChar.self),
                        &written
                    )
                    count = status == SNAPPY_OK ? written : 0
                }
            }
        }
        guard status == SNAPPY_OK, output.count == expected else { throw .corruptSnappy }
    }
}
