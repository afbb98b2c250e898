/// How the last scrape of a target went.
package enum TargetHealth: String, Sendable, Hashable {
    /// Not scraped yet.
    case unknown
    case up
    case down
}
