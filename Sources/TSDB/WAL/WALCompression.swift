/// How new records of a log are compressed.
///
/// Readers accept all of these at any time.
package enum WALCompression: Sendable, Hashable {
    case none
    case snappy
    case zstandard
}
