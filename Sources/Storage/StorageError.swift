/// Why a store could not be read from or written to as a whole.
///
/// What is wrong with single samples is an `AppendOutcome`.
package enum StorageError: Error, Hashable, CustomStringConvertible {
    /// Bytes on disk are not what they should be: what, where, and why.
    case corrupt(String)
    /// The operating system refused: what was tried, and its error number.
    case io(operation: String, errorNumber: Int32)
    /// The store is being shut down.
    case closed
    /// The query was cancelled or ran out of time while it read.
    case cancelled

    package var description: String {
        switch self {
        case .corrupt(let what): what
        case .io(let operation, let number): "\(operation): \(StorageError.text(of: number))"
        case .closed: "storage is closed"
        case .cancelled: "context canceled"
        }
    }
}
