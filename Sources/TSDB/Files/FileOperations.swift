internal import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Changes to a data directory, each of which a test can make fail, or be the last one that happens.
///
/// Nothing that compaction, retention and deletion do to files goes past it.
package struct FileOperations: Sendable {
    /// What a change does.
    package enum Change: Sendable, Hashable {
        case create
        case write(byteCount: Int)
        case sync
        case truncate
        case rename
        case link
        case remove
        case makeDirectory
        case removeDirectory
        case syncDirectory
    }

    /// Whether a change happens.
    package enum Verdict: Sendable, Hashable {
        case allowed
        /// It does not, and the error number is this.
        case refused(Int32)
        /// Only so many bytes are written, then the error number is this.
        case torn(byteCount: Int, Int32)
    }

    /// Is asked before each change; `nil` allows everything.
    package var gate: (@Sendable (_ change: Change, _ path: String) -> Verdict)?

    package init(gate: (@Sendable (_ change: Change, _ path: String) -> Verdict)?) { self.gate = gate }

    /// The operating system's.
    package static let system = FileOperations(gate: nil)

    /// The error number that a change is refused with, `nil` if it may happen.
    func refusal(_ change: Change, _ path: String) -> Int32? {
        switch gate?(change, path) ?? .allowed {
        case .allowed: nil
        case .refused(let number), .torn(_, let number): number
        }
    }

    /// Throws if a change is refused.
    func pass(_ change: Change, _ path: String, _ operation: String) throws(StorageError) {
        if let number = refusal(change, path) { throw .io(operation: "\(operation) \(path)", errorNumber: number) }
    }
}
