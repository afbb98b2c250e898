/// The `storage` section.
package struct StorageSettings: Sendable, Hashable {
    /// How far behind the newest sample a sample may be; 0 is off.
    package var outOfOrderWindowMilliseconds: Int64 = 0
    /// The share of stale series from which they are compacted away; 0 is off.
    package var staleSeriesCompactionThreshold = 0.0
    /// `xor` or `xor2`; empty if not set.
    package var floatChunkEncoding = ""
    /// Set if the file has a `retention` section: then it wins over the flags as a whole.
    package var retention: RetentionSettings?
    /// The size of the exemplar buffer; `nil` if the file does not set it.
    package var maximumExemplars: Int64?
    /// What flags set too; they win.
    package var startup = StartupStorageSettings()

    package init() {}
}
