/// One element of `file_sd_configs`.
package struct FileDiscoverySettings: Sendable, Hashable {
    /// Paths, absolute or relative to the working directory; the last component may have one `*`.
    package var files: [String] = []
    /// How often all files are read again even if nothing seems to have changed.
    package var refreshIntervalMilliseconds: Int64 = 300_000

    package init() {}
}
