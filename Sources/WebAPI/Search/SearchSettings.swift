/// Whether clients may search names and values, and for how much at a time.
package struct SearchSettings: Sendable {
    /// Whether the feature `search-api` is on.
    package var isEnabled: Bool
    /// The most results of one search: `--web.search.max-limit`; 0 is no limit.
    package var maximumLimit: Int

    package init(isEnabled: Bool, maximumLimit: Int) {
        self.isEnabled = isEnabled
        self.maximumLimit = maximumLimit
    }
}
