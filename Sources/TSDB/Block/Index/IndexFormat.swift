/// Numbers of the index file's format: tsdb-formats.md, section 6.
enum IndexFormat {
    static let magic: UInt32 = 0xBAAA_D700
    static let version: UInt8 = 2
    static let headerBytes = 5
    static let tocBytes = 52
    /// Series begin at multiples of this, and are numbered by it.
    static let seriesAlignment = 16
    static let postingsAlignment = 4
    static let fileName = "index"
    /// The most bytes of an index: what 32 bits count in steps of sixteen.
    static let limitBytes = seriesAlignment * Int(UInt32.max)
    /// Every so many symbols, one's place is kept in memory.
    static let symbolInterval = 16
    /// Every so many values of a label, one's place is kept in memory.
    static let valueInterval = 32
}
