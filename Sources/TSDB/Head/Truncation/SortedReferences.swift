/// A set of numbers of series in the log, eight bytes each.
struct SortedReferences {
    private let references: [UInt64]

    init(_ references: [UInt64]) {
        // Mostly in order already.
        self.references = references.sorted()
    }

    /// Whether a number is in the set.
    /// - Complexity: O(log *n*).
    func contains(_ reference: UInt64) -> Bool {
        var (low, high) = (0, references.count)
        while low < high {
            let middle = (low + high) / 2
            if references[middle] < reference { low = middle + 1 } else { high = middle }
        }
        return low < references.count && references[low] == reference
    }
}
