internal import CPrefetch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A growing array of plain values with one owner.
///
/// Unlike an array it is grown by `realloc`, which moves large storage by mapping it elsewhere: no copy, no moment in
/// which old and new storage are both resident, and pages that were never used cost nothing.
@safe
struct Column<Element: BitwiseCopyable>: ~Copyable {
    private static var initialCapacity: Int { 16 }

    // SAFETY: owned by this value, which is not copyable; valid for `capacity` elements, of which the first `count` are
    // initialised. Elements are plain, so that moving their bytes moves them.
    private var base: UnsafeMutablePointer<Element>
    /// The number of elements.
    private(set) var count = 0
    private var capacity = Self.initialCapacity

    init() { unsafe base = Self.allocate(nil, Self.initialCapacity) }

    deinit { unsafe free(base) }

    /// The bytes that the column keeps, used or not.
    var capacityBytes: Int { capacity * MemoryLayout<Element>.stride }

    subscript(index: Int) -> Element {
        @inline(__always)
        _read {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of bounds")
            // Safe: the index was just checked.
            yield unsafe base[index]
        }
        @inline(__always)
        _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of bounds")
            // Safe: the index was just checked.
            yield unsafe &base[index]
        }
    }

    /// Asks for the cache line of an element that is about to be used.
    @inline(__always)
    func prefetch(_ index: Int) {
        // Safe: an address that is only asked for need not be valid.
        unsafe vencejo_prefetch(base + index)
    }

    /// Appends an element.
    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { reserve(count + 1) }
        // Safe: there is room behind the last element.
        unsafe base[count] = element
        count &+= 1
    }

    /// Appends `element` until there are `total` elements.
    mutating func extend(to total: Int, with element: Element) {
        guard total > count else { return }
        reserve(total)
        // Safe: there is room for `total` elements.
        unsafe (base + count).initialize(repeating: element, count: total - count)
        count = total
    }

    /// Makes room for `minimum` elements in all.
    mutating func reserve(_ minimum: Int) {
        guard minimum > capacity else { return }
        capacity = max(minimum, capacity + capacity / 2)
        // Safe: the storage is handed over and replaced by what comes back.
        unsafe base = Self.allocate(base, capacity)
    }

    /// The elements in `range`.
    @_lifetime(borrow self)
    func span(_ range: Range<Int>) -> Span<Element> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "range out of bounds")
        // Safe: the range was just checked; the span cannot outlive the borrow of the storage's owner.
        let buffer = unsafe UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
        return unsafe _overrideLifetime(buffer.span, borrowing: self)
    }

    @unsafe
    private static func allocate(
        _ old: UnsafeMutablePointer<Element>?,
        _ capacity: Int
    ) -> UnsafeMutablePointer<Element> {
        let bytes = unsafe realloc(old, capacity * MemoryLayout<Element>.stride)
        guard let bytes = unsafe bytes else { preconditionFailure("out of memory") }
        return unsafe bytes.bindMemory(to: Element.self, capacity: capacity)
    }
}

extension Column<UInt8> {
    /// The bytes in `range`.
    @_lifetime(borrow self)
    func rawSpan(_ range: Range<Int>) -> RawSpan {
        // Safe: every bit pattern is a byte.
        unsafe span(range).bytes
    }

    /// Appends bytes.
    mutating func append(_ bytes: RawSpan) {
        reserve(count + bytes.byteCount)
        // Safe: there is room behind the last element, and the two do not overlap.
        unsafe bytes.withUnsafeBytes { source in
            guard let start = source.baseAddress else { return }
            unsafe memcpy(base + count, start, source.count)
        }
        count += bytes.byteCount
    }
}
