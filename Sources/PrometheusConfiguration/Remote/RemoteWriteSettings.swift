package import HTTPClients
package import LabelMatching

/// One element of `remote_write`: an endpoint that gets every sample.
package struct RemoteWriteSettings: Sendable, Hashable {
    /// The messages that an endpoint may be sent.
    package enum Message: String, Sendable, Hashable, CaseIterable {
        case version1 = "prometheus.WriteRequest"
        case version2 = "io.prometheus.write.v2.Request"
    }

    package var url = ""
    /// The time for one request.
    package var timeoutMilliseconds: Int64 = 30_000
    /// Headers of each request, sorted by name.
    package var headers: [RemoteHeader] = []
    /// Rules for the labels of series, after the external labels were added.
    package var relabelRules: [RelabelRule] = []
    /// The name of the file, if it has one.
    package var name = ""
    package var sendsExemplars = false
    package var sendsNativeHistograms = false
    package var usesRoundRobinDNS = false
    package var message = Message.version1
    package var logsFailedRequests = false
    package var http = HTTPClientSettings()
    /// How requests are signed for Amazon's services, if they are.
    package var sigv4: SigV4Settings?
    /// How requests get a token of Azure's directory, if they do.
    package var azureAD: AzureADSettings?
    /// The file of the account whose token requests get from Google; empty for the account of the machine.
    package var googleCredentialsFile: String?
    package var queue = RemoteWriteQueueSettings()
    package var metadata = RemoteMetadataSettings()

    package init() {}
}
