internal import PrometheusBytes

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Writes labels in the packed layout into memory that has room for all of them.
@safe
struct PackedLabelWriter {
    /// The most bytes that the two lengths of a label take.
    static let mostLengthBytes = 20

    // SAFETY: the owner of the buffer outlives the writer; every write is compared with its size first.
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private let room: Int
    /// The bytes written.
    private(set) var count = 0

    @unsafe
    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        unsafe self.buffer = buffer
        room = buffer.count
    }

    @inline(__always)
    mutating func append(_ bytes: RawSpan) {
        let size = bytes.byteCount
        guard size > 0, let base = unsafe buffer.baseAddress else { return }
        precondition(size <= room &- count, "more labels than there is room for")
        // Safe: there is room for the bytes, as was just checked; the two do not overlap.
        unsafe bytes.withUnsafeBytes { source in
            guard let start = source.baseAddress else { return }
            unsafe memcpy(base + count, start, size)
        }
        count &+= size
    }

    @inline(__always)
    mutating func append(lengthPrefixed bytes: RawSpan) {
        var rest = bytes.byteCount
        while rest >= 0x80 {
            append(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        append(byte: UInt8(truncatingIfNeeded: rest))
        append(bytes)
    }

    @inline(__always)
    private mutating func append(byte: UInt8) {
        precondition(count < room, "more labels than there is room for")
        // Safe: the position was just checked.
        unsafe buffer[count] = byte
        count &+= 1
    }
}
