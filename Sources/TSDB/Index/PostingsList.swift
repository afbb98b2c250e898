/// Where the ids of the series that carry a label lie: as differences in a chain of slots.
///
/// A list of one id has no slot. Each slot begins with the number of the next one in the chain. Ids ascend as long as
/// numbers of series that are gone are not used again.
struct PostingsList: BitwiseCopyable {
    /// The first slot of the chain.
    var first = SlabArena.noSlot
    /// The slot that is appended to.
    var tail = SlabArena.noSlot
    /// The number of ids.
    var count: UInt32 = 0
    /// The newest id.
    var last: UInt32 = 0
    /// The bytes used in the tail, the link included.
    var tailUsed: UInt16 = 0
    /// Whether an id is smaller than the one before it.
    var isUnordered = false
}
