internal import Chunks

/// What of a database may change while it is open: the `storage` section of the configuration.
package struct DatabaseSettings: Sendable, Hashable {
    /// How long and how much is kept.
    package var retention = RetentionLimits()
    /// How far behind the newest sample a sample may be, in milliseconds; 0 for not at all.
    package var outOfOrderWindowMilliseconds: Int64 = 0
    /// The share of stale series from which they are written to a block and forgotten; 0 for never.
    package var staleSeriesThreshold = 0.0
    /// Whether the chunks of float series are encoded as XOR2, with start timestamps, instead of XOR.
    package var usesXOR2 = false
    /// Whether blocks keep float series as decimal chunks, an encoding that only Vencejo reads.
    package var usesDecimalChunks = false

    package init() {}

    /// How the chunks of float series are encoded.
    var floatEncoding: ChunkEncoding { usesDecimalChunks ? .decimal : usesXOR2 ? .xor2 : .xor }
}
