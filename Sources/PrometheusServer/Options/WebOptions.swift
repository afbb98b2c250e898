import HTTPServing
import LabelMatching
import PrometheusModel

/// How the API and the pages are served.
struct WebOptions: Sendable {
    let listenAddresses: [String]
    let externalURL: ExternalURL
    /// The path of all routes, `/` if there is none.
    let routePrefix: String
    let isLifecycleEnabled: Bool
    let isAdminAPIEnabled: Bool
    let isRemoteWriteReceiverEnabled: Bool
    let acceptedMessages: [String]
    let pageTitle: String
    let origins: CrossOriginPolicy
    let maximumConnections: Int
    let readTimeoutMilliseconds: Int64
    let userAssets: String

    /// The port of the first address, 0 if it has none.
    var listenPort: Int { (try? ListenAddress(listenAddresses.first ?? ""))?.port ?? 0 }

    init(_ flags: FlagValues) throws(CommandLineError) {
        listenAddresses = flags.list("web.listen-address")
        externalURL = try ExternalURL(
            flag: flags.text("web.external-url"),
            listenAddress: listenAddresses.first ?? ""
        )
        routePrefix = ExternalURL.routePrefix(flag: flags.text("web.route-prefix"), externalURL)
        isLifecycleEnabled = flags.boolean("web.enable-lifecycle")
        isAdminAPIEnabled = flags.boolean("web.enable-admin-api")
        isRemoteWriteReceiverEnabled = flags.boolean("web.enable-remote-write-receiver")
        acceptedMessages = flags.list("web.remote-write-receiver.accepted-protobuf-messages")
        pageTitle = flags.text("web.page-title")
        maximumConnections = flags.integer("web.max-connections")
        readTimeoutMilliseconds = flags.milliseconds("web.read-timeout") ?? 0
        userAssets = flags.text("web.user-assets")
        let origin = flags.text("web.cors.origin")
        do throws(RegularExpressionError) {
            origins = try CrossOriginPolicy("^(?s:\(origin))$")
        } catch {
            throw .refused(
                exitCode: 2,
                "could not compile CORS regex string \(origin.quoted): \(error)"
            )
        }
    }
}
