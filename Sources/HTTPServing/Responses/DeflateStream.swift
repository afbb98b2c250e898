import CPrometheusZlib

/// A compressor that takes its input in pieces.
@safe
final class DeflateStream {
    /// The fastest level: three times faster than zlib's usual one, for bodies a few percent larger.
    private static let level: Int32 = 1
    private static let pieceBytes = 32 << 10

    private let stream: UnsafeMutablePointer<z_stream>

    init(_ encoding: ContentEncoding) {
        // Safe: allocated and initialised here, freed in `deinit`; zlib wants it to stay where it is.
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let windowBits: Int32 = encoding == .gzip ? 31 : 15
        let status = unsafe prometheus_deflate_init(stream, Self.level, windowBits)
        precondition(status == Z_OK, "zlib accepts level and window")
    }

    deinit {
        // Safe: the counterpart of `init`.
        unsafe deflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// What `bytes` adds to the output; often nothing, as the compressor gathers input.
    func compress(_ bytes: [UInt8]) -> [UInt8] { run(bytes, Z_NO_FLUSH) }

    /// The rest of the output.
    ///
    /// The stream must not be used afterwards.
    func finish() -> [UInt8] { run([], Z_FINISH) }

    private func run(_ input: [UInt8], _ flush: Int32) -> [UInt8] {
        var output: [UInt8] = []
        // Safe: zlib reads `avail_in` bytes while the closure runs, and writes into memory that `output` lends it.
        unsafe input.withUnsafeBufferPointer { input in
            let start = unsafe UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe stream.pointee.next_in = start
            unsafe stream.pointee.avail_in = UInt32(input.count)
            repeat { output += produce(flush) } while unsafe stream.pointee.avail_out == 0
            assert(unsafe stream.pointee.avail_in == 0, "deflate takes all input when it has room for output")
        }
        return output
    }

    /// Lets zlib fill one piece of output.
    private func produce(_ flush: Int32) -> [UInt8] {
        // Safe: the buffer has `pieceBytes` bytes, and zlib writes `pieceBytes - avail_out` of them.
        unsafe Array(unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
            unsafe stream.pointee.next_out = buffer.baseAddress
            unsafe stream.pointee.avail_out = UInt32(Self.pieceBytes)
            let status = unsafe deflate(stream, flush)
            assert(status != Z_STREAM_ERROR, "the stream is consistent")
            count = Self.pieceBytes - Int(unsafe stream.pointee.avail_out)
        }
    }
}
