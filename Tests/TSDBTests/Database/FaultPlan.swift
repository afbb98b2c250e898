import Synchronization

@testable import TSDB

/// Lets changes to files through until the n-th, once it is armed.
final class FaultPlan: Sendable {
    /// What happens at the n-th change.
    enum Kind: Sendable, CaseIterable {
        /// The disk is full, just this once.
        case full
        /// The disk is full in the middle of what is written.
        case torn
        /// The process ends: nothing happens any more.
        case stop
        /// The process ends in the middle of what is written.
        case stopTorn
    }

    private struct State {
        var left: Int?
        var count = 0
        var wasReached = false
    }

    private let kind: Kind
    private let state = Mutex(State())

    init(_ kind: Kind) { self.kind = kind }

    /// Whether the n-th change was tried.
    var wasReached: Bool { state.withLock { $0.wasReached } }

    /// The number of changes seen while armed.
    var count: Int { state.withLock { $0.count } }

    /// Goes wrong at change `number` from now, counted from 0.
    func arm(_ number: Int) { state.withLock { $0.left = number } }

    var operations: FileOperations {
        FileOperations { [self] change, _ in
            let isReached = state.withLock { state -> Bool? in
                guard let left = state.left else { return nil }
                state.count += 1
                guard left <= 0 else {
                    state.left = left - 1
                    return nil
                }
                defer { state.wasReached = true }
                if !state.wasReached { return true }
                return kind == .stop || kind == .stopTorn ? false : nil
            }
            guard let isReached else { return .allowed }
            if isReached, kind == .torn || kind == .stopTorn, case .write(let bytes) = change {
                return .torn(byteCount: bytes / 2, 28)
            }
            return .refused(kind == .full || kind == .torn ? 28 : 5)
        }
    }
}
