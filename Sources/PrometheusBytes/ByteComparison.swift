#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension RawSpan {
    /// Whether both spans hold the same bytes.
    @inlinable
    package func hasSameBytes(as other: RawSpan) -> Bool {
        byteCount == other.byteCount && compareBytes(with: other) == 0
    }

    /// Compares the bytes as unsigned numbers from the front; a prefix sorts first.
    /// - Returns: A negative number, zero or a positive number.
    @usableFromInline
    package func compareBytes(with other: RawSpan) -> Int {
        let common = min(byteCount, other.byteCount)
        // Safe: both pointers are valid for `common` bytes while the closures run.
        let order = unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs in
                guard let first = mine.baseAddress, let second = theirs.baseAddress else { return 0 }
                return Int(unsafe memcmp(first, second, common))
            }
        }
        return order != 0 ? order : byteCount - other.byteCount
    }
}
