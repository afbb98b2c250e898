/// The known Alertmanagers, for the API.
package struct AlertmanagerStatus: Sendable, Hashable {
    /// The URLs that alerts are sent to, path included.
    package var active: [String]
    /// The URLs of those that relabelling dropped.
    package var dropped: [String]

    package init(active: [String], dropped: [String]) {
        self.active = active
        self.dropped = dropped
    }
}
