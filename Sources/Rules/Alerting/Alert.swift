internal import PrometheusModel

/// One alert of a rule, from its first appearance until fifteen minutes after it was resolved.
struct Alert: Sendable {
    /// How long a resolved alert is kept, and sent again.
    static let resolvedRetentionMilliseconds: Int64 = 15 * 60 * 1000

    var state = AlertState.pending
    let labels: Labels
    var annotations: Labels
    var value: Double
    var activeAt: Int64
    var firedAt: Int64 = 0
    var resolvedAt: Int64?
    var lastSentAt: Int64?
    var validUntil: Int64 = 0
    var keepFiringSince: Int64?
    /// Where it was written last.
    private var series: AlertSeries?

    init(labels: Labels, annotations: Labels, value: Double, activeAt: Int64) {
        self.labels = labels
        self.annotations = annotations
        self.value = value
        self.activeAt = activeAt
    }

    /// The series of its present state.
    mutating func currentSeries() -> AlertSeries {
        if let series, series.state == state { return series }
        let fresh = AlertSeries(labels, state)
        series = fresh
        return fresh
    }

    /// Whether the alert has to be sent at `slot`.
    func needsSending(at slot: Int64, resendDelay: Int64) -> Bool {
        if state == .pending { return false }
        guard let lastSentAt else { return true }
        if let resolvedAt, resolvedAt > lastSentAt { return true }
        return lastSentAt + resendDelay < slot
    }

    /// Moves between pending and firing.
    mutating func advance(at slot: Int64, hold: Int64) {
        if state == .pending, slot - activeAt >= hold {
            state = .firing
            firedAt = slot
        } else if state == .firing, slot - activeAt < hold {
            // `for` was raised by a new configuration.
            state = .pending
            firedAt = 0
            lastSentAt = nil
            keepFiringSince = nil
        }
    }

    /// Notes that the expression does not give the alert at `slot`; `false` means that it can be forgotten.
    mutating func isKept(absentAt slot: Int64, keepFiringFor: Int64) -> Bool {
        if state == .firing, keepFiringFor > 0 {
            let since = keepFiringSince ?? slot
            keepFiringSince = since
            if slot - since < keepFiringFor { return true }
        }
        if state == .pending { return false }
        if let resolvedAt { return slot - resolvedAt <= Self.resolvedRetentionMilliseconds }
        state = .inactive
        resolvedAt = slot
        return true
    }

    /// The alert for the API.
    var status: ActiveAlert {
        ActiveAlert(
            labels: labels,
            annotations: annotations,
            state: state,
            activeAtMilliseconds: activeAt,
            keepFiringSinceMilliseconds: keepFiringSince,
            value: value
        )
    }
}
