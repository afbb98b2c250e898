import HTTPServing
import Synchronization

/// Gathers the addresses that are open, and reports them when all are.
final class OpenedAddresses: Sendable {
    private let addresses = Mutex<[ListenAddress]>([])
    private let expected: Int
    private let report: @Sendable ([ListenAddress]) async -> Void

    init(expected: Int, report: @escaping @Sendable ([ListenAddress]) async -> Void) {
        self.expected = expected
        self.report = report
    }

    func add(_ address: ListenAddress) async {
        let all = addresses.withLock { addresses in
            addresses.append(address)
            return addresses.count == expected ? addresses : []
        }
        if !all.isEmpty { await report(all) }
    }
}
