#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The system calls that change a segment, so that tests can make any of them fail.
///
/// Each returns what its namesake in the operating system does, and the error number where that is negative.
package struct WALFileOperations: Sendable {
    /// Writes bytes at an offset: `pwrite`.
    package var write: @Sendable (_ descriptor: Int32, _ bytes: RawSpan, _ offset: Int) -> (count: Int, error: Int32)
    /// Shortens a file: `ftruncate`.
    package var truncate: @Sendable (_ descriptor: Int32, _ size: Int) -> (status: Int32, error: Int32)
    /// Waits until a file is on the disk: `fdatasync`.
    package var sync: @Sendable (_ descriptor: Int32) -> (status: Int32, error: Int32)

    /// The operating system's.
    package static let system = WALFileOperations(
        write: { descriptor, bytes, offset in
            // Safe: the buffer is valid for its count while the closure runs.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset))
            }
            return (count, errno)
        },
        truncate: { descriptor, size in (ftruncate(descriptor, off_t(size)), errno) },
        sync: { descriptor in (fdatasync(descriptor), errno) }
    )
}
