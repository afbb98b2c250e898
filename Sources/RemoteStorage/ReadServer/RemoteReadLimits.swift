/// What remote reads may use.
package struct RemoteReadLimits: Sendable {
    /// The most samples of one sampled result; 0 for no limit: `--storage.remote.read-sample-limit`.
    package var samples = 50_000_000
    /// The most requests at one time; 0 for no limit: `--storage.remote.read-concurrent-limit`.
    package var concurrentRequests = 10
    /// About how many bytes one frame of a stream has: `--storage.remote.read-max-bytes-in-frame`.
    package var frameBytes = 1 << 20

    package init() {}
}
