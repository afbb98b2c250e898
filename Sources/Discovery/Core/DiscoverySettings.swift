/// One way in which a scrape job or a group of Alertmanagers finds its targets.
package enum DiscoverySettings: Sendable, Hashable {
    /// All `static_configs` of a job together.
    case fixed([TargetGroup])
    /// One element of `file_sd_configs`.
    case file(FileDiscoverySettings)
    /// One element of another mechanism.
    case mechanism(MechanismSettings)
    /// All elements of a mechanism that this version does not have; it finds nothing.
    case unsupported(UnsupportedDiscovery)

    /// The names of all mechanisms that this version has, in alphabetical order.
    package static var supportedNames: [String] {
        (["file", "static"] + MechanismTable.all.map { $0.name }).sorted()
    }
}
