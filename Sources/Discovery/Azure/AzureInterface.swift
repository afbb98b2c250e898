/// A network interface, as far as targets need it.
struct AzureInterface: Sendable, Hashable {
    /// Whether it is the machine's first; `nil` where the API does not tell, as for machines that are not running.
    let isPrimary: Bool?
    /// The addresses of its configurations.
    let addresses: [Addresses]

    /// A private address and the public one in front of it, empty if there is none.
    struct Addresses: Sendable, Hashable {
        let privateAddress: String
        let publicAddress: String
    }

    init(_ interface: JSONValue) {
        let properties = interface["properties"]
        isPrimary = properties["primary"].isNull ? nil : properties["primary"].isTrue
        addresses = properties["ipConfigurations"].elements.map {
            Addresses(
                privateAddress: $0["properties"]["privateIPAddress"].text,
                publicAddress: $0["properties"]["publicIPAddress"]["properties"]["ipAddress"].text
            )
        }
    }
}
