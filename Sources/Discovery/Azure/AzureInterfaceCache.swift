/// Network interfaces that were asked for before; they change seldom, and there is one request for each.
struct AzureInterfaceCache: Sendable {
    private static let mostEntries = 5000

    private struct Entry {
        var interface: AzureInterface
        var expiry: Int64
    }

    private var entries: [String: Entry] = [:]
    /// The ids in the order in which they came.
    private var order: [String] = []

    /// The interface with an id, if it is known and not too old.
    subscript(_ id: String, atMilliseconds now: Int64) -> AzureInterface? {
        entries[id].flatMap { $0.expiry > now ? $0.interface : nil }
    }

    /// Remembers an interface; the oldest makes room.
    mutating func insert(_ interface: AzureInterface, id: String, expiry: Int64) {
        if entries.updateValue(Entry(interface: interface, expiry: expiry), forKey: id) == nil { order.append(id) }
        if entries.count > Self.mostEntries { entries[order.removeFirst()] = nil }
    }
}
