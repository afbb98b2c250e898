package import Storage

/// Why a log could not be read on.
package enum WALError: Error, Hashable, CustomStringConvertible {
    /// The bytes are damaged; what was read before is whole, and `WriteAheadLog.repair` cuts the rest.
    case corrupt(WALCorruption)
    /// The operating system refused, or segments are missing.
    case storage(StorageError)

    /// As an error of the storage.
    var storageError: StorageError {
        switch self {
        case .corrupt(let corruption): .corrupt(corruption.description)
        case .storage(let error): error
        }
    }

    package var description: String {
        switch self {
        case .corrupt(let corruption): corruption.description
        case .storage(let error): error.description
        }
    }
}
