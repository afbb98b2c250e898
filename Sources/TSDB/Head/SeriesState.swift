internal import Chunks
internal import Storage

/// What is kept of a series besides its labels: where the chunk being written stands, and its chunks.
///
/// Forty bytes. One structure instead of a column each, because an append touches all of it: one cache line a sample, not nine.
struct SeriesState: BitwiseCopyable {
    /// The time of the newest sample.
    var lastTimestamp: Int64 = .min
    /// The newest value's bits.
    var lastValueBits: UInt64 = 0
    /// The newest sample's time less that of the one before it in the chunk.
    var lastDelta: UInt32 = 0
    /// How far behind the newest sample the next chunk begins at the latest.
    var millisecondsUntilCut: UInt32 = 0
    /// The bytes of the open chunk.
    var slot = SlabArena.noSlot
    /// The newest full chunk, counted from 1; 0 if there is none.
    var newestSealed: UInt32 = 0
    /// The bits used of the open chunk.
    var bitCount: UInt16 = 0
    /// The samples in the open chunk; 0 if there is none.
    var sampleCount: UInt8 = 0
    /// The leading zeros of the open chunk's value window.
    var leading: UInt8 = XORAppendState.unsetWindow
    /// The trailing zeros of the open chunk's value window.
    var trailing: UInt8 = 0
    /// What is so of the series besides numbers.
    private var flags: UInt8 = 0
    /// How often the number of the series has been given to another one, modulo 65,536.
    var generation: UInt16 = 0

    private static let inBatch: UInt8 = 1
    private static let removed: UInt8 = 2
    private static let new: UInt8 = 4
    private static let openAside: UInt8 = 8
    private static let endingInHistogram: UInt8 = 16
    private static let withLate: UInt8 = 32

    /// Whether the batch that is being checked has a sample of this series.
    @inline(__always) var isInBatch: Bool {
        get { flags & Self.inBatch != 0 }
        set { flags = newValue ? flags | Self.inBatch : flags & ~Self.inBatch }
    }

    /// Whether no series has this number now.
    @inline(__always) var isRemoved: Bool {
        get { flags & Self.removed != 0 }
        set { flags = newValue ? flags | Self.removed : flags & ~Self.removed }
    }

    /// Whether the series was created since the last truncation: its first sample may be on its way.
    @inline(__always) var isNew: Bool {
        get { flags & Self.new != 0 }
        set { flags = newValue ? flags | Self.new : flags & ~Self.new }
    }

    /// Whether the chunk being written is of native histograms or of floats with start timestamps: those are in tables of
    /// their own.
    @inline(__always) var isOpenAside: Bool {
        get { flags & Self.openAside != 0 }
        set { flags = newValue ? flags | Self.openAside : flags & ~Self.openAside }
    }

    /// Whether the newest sample is a native histogram; the newest value is its sum then, and no chunk of floats is open.
    @inline(__always) var endsInHistogram: Bool {
        get { flags & Self.endingInHistogram != 0 }
        set { flags = newValue ? flags | Self.endingInHistogram : flags & ~Self.endingInHistogram }
    }

    /// Whether the series has samples that came out of order, which are in a table of their own.
    @inline(__always) var hasLate: Bool {
        get { flags & Self.withLate != 0 }
        set { flags = newValue ? flags | Self.withLate : flags & ~Self.withLate }
    }

    /// Whether a reference names this series.
    @inline(__always)
    func isNamed(by reference: SeriesReference) -> Bool {
        UInt16(truncatingIfNeeded: reference.rawValue &>> 32) == generation && !isRemoved
    }

    /// What the head's users know the series by whose number is `id`.
    @inline(__always)
    func reference(of id: SeriesID) -> SeriesReference {
        SeriesReference(UInt64(generation) &<< 32 | UInt64(id.rawValue) + 1)
    }

    /// Whether there has been a sample.
    @inline(__always) var hasSamples: Bool { sampleCount > 0 || newestSealed > 0 || isOpenAside }

    /// The state of the open chunk in the form that the encoder takes.
    @inline(__always) var appendState: XORAppendState {
        get {
            var state = XORAppendState()
            state.lastTimestamp = lastTimestamp
            state.lastDelta = Int64(lastDelta)
            state.lastValueBits = lastValueBits
            state.bitCount = UInt32(bitCount)
            state.sampleCount = UInt16(sampleCount)
            state.leading = leading
            state.trailing = trailing
            return state
        }
        set {
            lastTimestamp = newValue.lastTimestamp
            // The chunk is cut before a difference or its bits do not fit.
            lastDelta = UInt32(truncatingIfNeeded: newValue.lastDelta)
            lastValueBits = newValue.lastValueBits
            bitCount = UInt16(truncatingIfNeeded: newValue.bitCount)
            sampleCount = UInt8(truncatingIfNeeded: newValue.sampleCount)
            leading = newValue.leading
            trailing = newValue.trailing
        }
    }
}
