/// The order of what a search finds.
enum SearchOrder: Hashable {
    /// As the storage has it.
    case unsorted
    case ascending
    case descending
    /// The best first; equally good ones by name.
    case score
}
