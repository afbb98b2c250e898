/// `metadata_config`: how the metadata of metric families are sent with the first version of remote write.
package struct RemoteMetadataSettings: Sendable, Hashable {
    package var isSent = true
    package var intervalMilliseconds: Int64 = 60_000
    package var maximumPerSend = 2000

    package init() {}
}
