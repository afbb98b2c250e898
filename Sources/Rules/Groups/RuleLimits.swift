/// The times that the command line sets for alerting rules.
package struct RuleLimits: Sendable, Hashable {
    /// `--rules.alert.resend-delay`.
    package var resendDelayMilliseconds: Int64 = 60_000
    /// `--rules.alert.for-outage-tolerance`.
    package var outageToleranceMilliseconds: Int64 = 3_600_000
    /// `--rules.alert.for-grace-period`.
    package var gracePeriodMilliseconds: Int64 = 600_000

    package init() {}
}
