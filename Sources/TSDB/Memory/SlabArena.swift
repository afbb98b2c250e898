internal import CPrefetch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Memory in slots of a few sizes, named by 32-bit numbers, with one owner.
///
/// Slots lie in pages of one size each; a page without used slots serves any size again. Pages lie in large blocks that
/// never move. A slot's contents are zero when it is allocated.
@safe
struct SlabArena: ~Copyable {
    /// Names a slot: the page and the position in it.
    typealias Slot = UInt32

    /// No slot.
    static let noSlot = Slot.max
    /// Bytes behind every slot that may be read and written back unchanged.
    static let guardBytes = 16
    static let pageBytes = 1 << 14
    private static let pagesPerBlock = 64
    private static let slotBits: UInt32 = 10
    private static let noPage = UInt32.max

    /// What is known of a page.
    struct Page: BitwiseCopyable {
        var sizeClass: UInt8 = 0
        /// The size of each slot.
        var slotBytes: UInt16 = 0
        /// Slots in use.
        var used: UInt16 = 0
        /// Slots at the front that have ever been in use.
        var touched: UInt16 = 0
        /// The first free one among those, counted from 1; each names the next in its first bytes.
        var firstFree: UInt16 = 0
        /// Neighbours in the list of pages of the same size that have free slots, or of empty pages.
        var previous = SlabArena.noPage
        var next = SlabArena.noPage
    }

    private let sizes: [Int]
    // SAFETY: each block is a mapping of its own, `pagesPerBlock` pages and the guard long, owned by this value and
    // unmapped when it goes; slots are told apart by page and position, which are checked.
    private var blocks: [UnsafeMutableRawPointer] = unsafe []
    private var pages = Column<Page>()
    /// The first page with free slots of each size; behind them the first page without used slots.
    private var lists: [UInt32]
    /// The bytes of all slots in use.
    private(set) var usedBytes = 0
    /// The number of pages that hold slots.
    private(set) var usedPages = 0

    /// An arena of slots of these sizes, ascending, each a multiple of 8 between 16 and the page.
    init(sizes: [Int]) {
        precondition(sizes.allSatisfy { $0 >= 16 && $0 <= Self.pageBytes && $0 % 8 == 0 }, "impossible slot size")
        precondition(zip(sizes, sizes.dropFirst()).allSatisfy { $0 < $1 } && sizes.count < 256, "sizes ascend")
        self.sizes = sizes
        lists = [UInt32](repeating: Self.noPage, count: sizes.count + 1)
    }

    deinit { unsafe blocks.withUnsafeBufferPointer { unsafe Self.unmap($0) } }

    private static func unmap(_ blocks: UnsafeBufferPointer<UnsafeMutableRawPointer>) {
        // Safe: each block was mapped with this size and is not used again.
        for index in blocks.indices { unsafe munmap(blocks[index], blockBytes) }
    }

    private static var blockBytes: Int { pagesPerBlock * pageBytes + 4096 }

    /// The bytes of the pages that hold slots.
    var pageBytesInUse: Int { usedPages * Self.pageBytes }

    /// The size of the slots that hold at least so many bytes.
    func slotBytes(for byteCount: Int) -> Int { sizes[sizeClass(for: byteCount)] }

    /// The size of a slot.
    @inline(__always)
    func size(of slot: Slot) -> Int { Int(pages[Int(slot &>> Self.slotBits)].slotBytes) }

    /// A slot of at least so many bytes, all zero.
    mutating func allocate(_ byteCount: Int) -> Slot {
        let sizeClass = sizeClass(for: byteCount)
        let page = lists[sizeClass] != Self.noPage ? lists[sizeClass] : takePage(sizeClass)
        let size = sizes[sizeClass]
        var position = pages[Int(page)].firstFree
        if position > 0 {
            position -= 1
            let slot = page &<< Self.slotBits | UInt32(position)
            // Safe: a free slot holds the number of the next one; sizes are multiples of eight, so it is aligned.
            pages[Int(page)].firstFree = unsafe address(of: slot).load(as: UInt16.self)
            unsafe memset(address(of: slot), 0, size)
        } else {
            position = pages[Int(page)].touched
            pages[Int(page)].touched += 1
            // A page that has served before is not zero any more.
            // Safe: the position is below the number of slots of the page.
            unsafe memset(address(of: page &<< Self.slotBits | UInt32(position)), 0, size)
        }
        pages[Int(page)].used += 1
        usedBytes += size
        if Int(pages[Int(page)].used) == Self.pageBytes / size { unlink(page, from: sizeClass) }
        return page &<< Self.slotBits | UInt32(position)
    }

    /// Gives a slot back.
    mutating func release(_ slot: Slot) {
        let page = slot &>> Self.slotBits
        let sizeClass = Int(pages[Int(page)].sizeClass)
        precondition(pages[Int(page)].used > 0, "slot released twice")
        // Safe: the slot belongs to the page, whose slots are at least sixteen bytes.
        unsafe address(of: slot).storeBytes(of: pages[Int(page)].firstFree, as: UInt16.self)
        pages[Int(page)].firstFree = UInt16(truncatingIfNeeded: slot & (1 &<< Self.slotBits &- 1)) + 1
        let wasFull = Int(pages[Int(page)].used) == Self.pageBytes / sizes[sizeClass]
        pages[Int(page)].used -= 1
        usedBytes -= sizes[sizeClass]
        if wasFull { link(page, to: sizeClass) }
        if pages[Int(page)].used == 0 {
            unlink(page, from: sizeClass)
            link(page, to: emptyList)
            usedPages -= 1
        }
    }

    /// The bytes of a slot.
    @_lifetime(borrow self)
    func bytes(of slot: Slot) -> RawSpan {
        // Safe: the slot lies in a block that lives as long as the arena, which the span borrows.
        let buffer = unsafe UnsafeRawBufferPointer(start: address(of: slot), count: size(of: slot))
        return unsafe _overrideLifetime(buffer.bytes, borrowing: self)
    }

    /// The bytes of a slot and the guard behind it, which is to be written back unchanged if at all.
    @_lifetime(&self) @inline(__always)
    mutating func mutableBytes(of slot: Slot) -> MutableRawSpan {
        let count = size(of: slot) + Self.guardBytes
        // Safe: as above; a block ends in more than the guard's bytes.
        let buffer = unsafe UnsafeMutableRawBufferPointer(start: address(of: slot), count: count)
        return unsafe _overrideLifetime(buffer.mutableBytes, mutating: &self)
    }

    /// Asks for the cache line at `offset` in a slot that is about to be written.
    @inline(__always)
    func prefetch(_ slot: Slot, at offset: Int) {
        // Safe: the slot's address was checked, and an address that is only asked for need not be valid.
        unsafe vencejo_prefetch(address(of: slot) + offset)
    }

    /// Moves the first `byteCount` bytes of a slot to one that has room for `newByteCount`, and releases the old one.
    mutating func move(_ slot: Slot, _ byteCount: Int, toHold newByteCount: Int) -> Slot {
        precondition(byteCount <= size(of: slot) && byteCount <= newByteCount, "more bytes than the slot has")
        let new = allocate(newByteCount)
        // Safe: both slots are in use, distinct, and have that many bytes.
        unsafe memcpy(address(of: new), address(of: slot), byteCount)
        release(slot)
        return new
    }

    // MARK: Parts

    @inline(__always)
    private func sizeClass(for byteCount: Int) -> Int {
        var sizeClass = 0
        while sizeClass < sizes.count, sizes[sizeClass] < byteCount { sizeClass &+= 1 }
        precondition(sizeClass < sizes.count, "no slot is that large")
        return sizeClass
    }

    @unsafe @inline(__always)
    private func address(of slot: Slot) -> UnsafeMutableRawPointer {
        let page = Int(slot &>> Self.slotBits)
        let position = Int(slot & (1 &<< Self.slotBits &- 1))
        let size = Int(pages[page].slotBytes)
        precondition((position &+ 1) &* size <= Self.pageBytes, "slot out of bounds")
        let offset = (page % Self.pagesPerBlock) &* Self.pageBytes &+ position &* size
        return unsafe blocks[page / Self.pagesPerBlock] + offset
    }

    private mutating func takePage(_ sizeClass: Int) -> UInt32 {
        if lists[emptyList] == Self.noPage { mapBlock() }
        let page = lists[emptyList]
        unlink(page, from: emptyList)
        pages[Int(page)] = Page(sizeClass: UInt8(sizeClass), slotBytes: UInt16(sizes[sizeClass]))
        link(page, to: sizeClass)
        usedPages += 1
        return page
    }

    private mutating func mapBlock() {
        precondition(pages.count < Int(UInt32.max &>> Self.slotBits) - Self.pagesPerBlock, "arena is full")
        let block = unsafe mmap(
            nil,
            Self.blockBytes,
            PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS,
            -1,
            0
        )
        guard let block = unsafe block, unsafe block != MAP_FAILED else { preconditionFailure("out of memory") }
        unsafe blocks.append(block)
        // Linked from the back, so that the first page is taken first.
        let first = UInt32(pages.count)
        for _ in 0..<Self.pagesPerBlock { pages.append(Page()) }
        for page in (first..<(first + UInt32(Self.pagesPerBlock))).reversed() { link(page, to: emptyList) }
    }

    private var emptyList: Int { sizes.count }

    private mutating func link(_ page: UInt32, to list: Int) {
        let head = lists[list]
        pages[Int(page)].previous = Self.noPage
        pages[Int(page)].next = head
        if head != Self.noPage { pages[Int(head)].previous = page }
        lists[list] = page
    }

    private mutating func unlink(_ page: UInt32, from list: Int) {
        let (previous, next) = (pages[Int(page)].previous, pages[Int(page)].next)
        if previous == Self.noPage { lists[list] = next } else { pages[Int(previous)].next = next }
        if next != Self.noPage { pages[Int(next)].previous = previous }
    }
}
