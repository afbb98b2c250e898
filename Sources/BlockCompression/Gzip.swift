private import CPrometheusZlib
internal import PrometheusBytes

/// The gzip format (RFC 1952), in one call.
///
/// Every function replaces the contents of `output` and keeps its storage.
package enum Gzip {
    /// Window of 32 KiB with a gzip header, as zlib's `inflateInit2` wants it told.
    private static let gzipWindowBits: Int32 = 15 + 16
    /// A member is at least a header of ten bytes, an empty block and a trailer of eight.
    private static let minimumMemberBytes = 18
    private static let firstStepBytes = 16 << 10

    /// Compresses `source` into `output` as one member.
    ///
    /// `level` goes from 1 (fast) to 9 (small), as zlib counts.
    package static func compress(
        _ source: RawSpan,
        level: Int,
        into output: inout [UInt8]
    ) throws(BlockCompressionError) {
        output.removeAll(keepingCapacity: true)
        // Safe: a zeroed stream is what zlib wants to start from.
        var stream = unsafe z_stream()
        var code = unsafe prometheus_deflate_init(&stream, Int32(max(1, min(9, level))), gzipWindowBits)
        guard code == Z_OK else { throw .unavailable(library: "zlib", code: Int(code)) }
        defer { unsafe deflateEnd(&stream) }
        guard source.byteCount <= Int(UInt32.max) else { throw .tooLarge(limitBytes: Int(UInt32.max)) }
        // Safe: the stream is valid; `deflateBound` only computes.
        let bound = Int(unsafe deflateBound(&stream, UInt(source.byteCount)))
        output.append(addingCapacity: bound) { (span: inout OutputSpan<UInt8>) in
            // Safe: zlib reads `avail_in` and writes at most `avail_out` bytes; both buffers outlive the call.
            unsafe span.withUnsafeMutableBufferPointer { target, count in
                unsafe source.withUnsafeBytes { bytes in
                    unsafe stream.setInput(bytes)
                    unsafe stream.next_out = target.baseAddress
                    unsafe stream.avail_out = UInt32(clamping: target.count)
                    code = unsafe deflate(&stream, Z_FINISH)
                    count = unsafe target.count - Int(stream.avail_out)
                }
            }
        }
        guard code == Z_STREAM_END else { throw .unavailable(library: "zlib", code: Int(code)) }
    }

    /// Decompresses all members of `source` into `output`, at most `limitBytes` of it.
    ///
    /// Memory grows with what really comes out, so a small body cannot make a large allocation.
    package static func decompress(
        _ source: RawSpan,
        limitBytes: Int,
        into output: inout [UInt8]
    ) throws(BlockCompressionError) {
        output.removeAll(keepingCapacity: true)
        guard source.byteCount > 0 else { throw .endsEarly }
        guard source.byteCount <= Int(UInt32.max) else { throw .tooLarge(limitBytes: Int(UInt32.max)) }
        // Safe: a zeroed stream is what zlib wants to start from.
        var stream = unsafe z_stream()
        let code = unsafe prometheus_inflate_init(&stream, gzipWindowBits)
        guard code == Z_OK else { throw .unavailable(library: "zlib", code: Int(code)) }
        defer { unsafe inflateEnd(&stream) }
        // The closures below cannot throw a typed error through `withUnsafeBytes`, so the result is a value.
        // Safe: the input outlives the loop, and zlib reads at most `avail_in` bytes of it.
        let failure = unsafe source.withUnsafeBytes { bytes in
            unsafe stream.setInput(bytes)
            return unsafe inflateAll(&stream, limitBytes: limitBytes, into: &output)
        }
        if let failure { throw failure }
    }

    private static func inflateAll(
        _ stream: inout z_stream,
        limitBytes: Int,
        into output: inout [UInt8]
    ) -> BlockCompressionError? {
        var step = max(output.capacity, firstStepBytes)
        while true {
            // One byte more than the limit is asked for, to tell "exactly the limit" from "more".
            let room = min(step, limitBytes - output.count + 1)
            let code = unsafe inflateStep(&stream, room: room, into: &output)
            if output.count > limitBytes { return .tooLarge(limitBytes: limitBytes) }
            switch code {
            case Z_OK:
                // Input used up before the end of the member, while there was room to write.
                if unsafe stream.avail_in == 0, unsafe stream.avail_out > 0 { return .endsEarly }
            case Z_STREAM_END:
                if unsafe stream.avail_in == 0 { return nil }
                // Go's reader goes on with the next member.
                guard unsafe inflateReset(&stream) == Z_OK else { return .corrupt(reason: "gzip: invalid header") }
            case Z_BUF_ERROR: return .endsEarly
            case Z_MEM_ERROR: return .unavailable(library: "zlib", code: Int(code))
            default: return unsafe .corrupt(reason: reason(of: stream))
            }
            step = max(output.count, firstStepBytes)
        }
    }

    private static func inflateStep(_ stream: inout z_stream, room: Int, into output: inout [UInt8]) -> Int32 {
        var code = Z_OK
        output.append(addingCapacity: room) { (span: inout OutputSpan<UInt8>) in
            // Safe: zlib writes at most `avail_out` bytes behind `next_out`; the target outlives the call.
            unsafe span.withUnsafeMutableBufferPointer { target, count in
                let size = min(room, target.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(clamping: size)
                code = unsafe inflate(&stream, Z_NO_FLUSH)
                count = unsafe min(size, Int(UInt32.max)) - Int(stream.avail_out)
            }
        }
        return code
    }

    /// Go's words for what zlib found.
    private static func reason(of stream: z_stream) -> String {
        // Safe: zlib's messages are static C strings.
        let message = unsafe stream.msg.map { unsafe String(cString: $0) } ?? ""
        return switch message {
        case "incorrect header check", "unknown compression method", "unknown header flags set", "header crc mismatch":
            "gzip: invalid header"
        case "incorrect data check", "incorrect length check": "gzip: invalid checksum"
        default: "flate: corrupt input before offset \(unsafe stream.total_in)"
        }
    }
}

extension z_stream {
    /// Points the stream at `bytes`, which zlib does not write to although its type says so.
    fileprivate mutating func setInput(_ bytes: UnsafeRawBufferPointer) {
        unsafe next_in = UnsafeMutablePointer(
            mutating: bytes.baseAddress.map { unsafe $0.assumingMemoryBound(to: UInt8.self) }
        )
        unsafe avail_in = UInt32(clamping: bytes.count)
    }
}
