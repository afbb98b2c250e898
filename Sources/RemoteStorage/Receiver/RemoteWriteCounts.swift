/// How much of a request was stored.
package struct RemoteWriteCounts: Sendable, Hashable {
    package var samples = 0
    package var histograms = 0
    package var exemplars = 0

    package init() {}
}
