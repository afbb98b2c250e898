#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension FloatText {
    /// The number with six decimals, however long it is: Go's `%f`.
    package static func sixDecimals(_ value: Double) -> String {
        guard value.isFinite else { return string(value) }
        // The longest double has 309 digits before the point.
        var bytes = [UInt8](repeating: 0, count: 330)
        // Safe: vsnprintf writes at most the given number of bytes, and the format takes what the list has.
        let count = unsafe withVaList([value]) { list in
            unsafe bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return Int32(0) }
                return unsafe vsnprintf(base.assumingMemoryBound(to: CChar.self), buffer.count, "%f", list)
            }
        }
        return String(decoding: bytes.prefix(max(0, min(Int(count), bytes.count - 1))), as: UTF8.self)
    }
}
