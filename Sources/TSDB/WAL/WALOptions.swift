/// Settings of a log.
package struct WALOptions: Sendable {
    /// The size at which a new segment begins; a multiple of the page of 32 KiB.
    package var segmentBytes = 128 << 20
    package var compression = WALCompression.snappy
    /// The system calls that change segments; tests make them fail.
    package var operations = WALFileOperations.system

    package init() {}
}
