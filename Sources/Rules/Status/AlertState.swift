/// The state of an alert, or of an alerting rule: the highest of its alerts.
package enum AlertState: String, Sendable, Hashable, Comparable {
    /// The rule was not evaluated yet.
    case unknown
    case inactive
    case pending
    case firing

    private var rank: Int {
        switch self {
        case .unknown: 0
        case .inactive: 1
        case .pending: 2
        case .firing: 3
        }
    }

    package static func < (first: AlertState, second: AlertState) -> Bool { first.rank < second.rank }
}
