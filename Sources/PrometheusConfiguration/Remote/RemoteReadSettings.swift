package import HTTPClients

/// One element of `remote_read`: an endpoint that is asked besides the local data.
package struct RemoteReadSettings: Sendable, Hashable {
    package var url = ""
    package var name = ""
    /// The time for one request.
    package var timeoutMilliseconds: Int64 = 60_000
    /// The most bytes of one frame of a streamed answer.
    package var frameLimitBytes = 50_000_000
    /// Headers of each request, sorted by name.
    package var headers: [RemoteHeader] = []
    /// Whether it is asked for times that the local data cover too.
    package var readsRecent = false
    package var http = HTTPClientSettings()
    /// Equality matchers that a query must have for the endpoint to be asked, sorted by name.
    package var requiredMatchers: [RemoteHeader] = []
    /// Whether the external labels are asked for, and taken off the answer again.
    package var filtersExternalLabels = true

    package init() {}
}
