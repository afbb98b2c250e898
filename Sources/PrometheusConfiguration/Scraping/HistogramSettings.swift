/// Which forms of a histogram are ingested.
package struct HistogramSettings: Sendable, Hashable {
    /// Whether native histograms are taken.
    package var scrapesNative = false
    /// Whether the classic series are kept beside native ones.
    package var alwaysScrapesClassic = false
    /// Whether classic histograms become native ones with custom buckets.
    package var convertsClassic = false

    package init() {}
}
