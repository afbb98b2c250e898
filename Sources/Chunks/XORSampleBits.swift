/// The bits of one sample of an XOR chunk, as up to four runs in the order in which they are written.
///
/// A sample knows its size before it is written, so that the owner of the bytes can make exactly as much room.
@frozen
@usableFromInline
package struct XORSampleBits: BitwiseCopyable, Sendable {
    /// The timestamp's bits or their beginning and, if they fit, the value's control bits.
    @usableFromInline var prefix: UInt64 = 0
    @usableFromInline var prefixCount = 0
    /// The rest of a timestamp that does not fit with the prefix.
    @usableFromInline var wide: UInt64 = 0
    @usableFromInline var wideCount = 0
    /// The value's control bits, where they do not fit with the prefix.
    @usableFromInline var control: UInt64 = 0
    @usableFromInline var controlCount = 0
    /// The significant bits of the value.
    @usableFromInline var significant: UInt64 = 0
    @usableFromInline var significantCount = 0

    @inlinable init() {}

    /// How many bits the sample takes.
    @inlinable package var bitCount: Int { prefixCount &+ wideCount &+ controlCount &+ significantCount }
}
