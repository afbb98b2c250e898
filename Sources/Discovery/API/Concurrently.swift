/// The results of `operation` for all `items`, in their order, at most `limit` of them under way at once.
///
/// The first failure ends the others.
func concurrently<Item: Sendable, Result: Sendable>(
    _ items: [Item],
    limit: Int,
    _ operation: @escaping @Sendable (Item) async throws -> Result
) async throws -> [Result] {
    var results = [Result?](repeating: nil, count: items.count)
    try await withThrowingTaskGroup(of: (Int, Result).self) { tasks in
        var next = 0
        func start() {
            let (index, item) = (next, items[next])
            tasks.addTask { (index, try await operation(item)) }
            next += 1
        }
        while next < min(max(limit, 1), items.count) { start() }
        while let (index, result) = try await tasks.next() {
            results[index] = result
            if next < items.count { start() }
        }
    }
    return results.compactMap(\.self)
}
