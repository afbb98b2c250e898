/// The `runtime` section: accepted and shown, as clients expect; this server has no garbage collector to tune.
package struct RuntimeSettings: Sendable, Hashable {
    package var gogc: Int64 = 75

    package init() {}
}
