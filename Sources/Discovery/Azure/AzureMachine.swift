/// A virtual machine, of its own or of a scale set, as the API tells it.
struct AzureMachine: Sendable {
    let id: String
    let name: String
    let computerName: String
    let operatingSystem: String
    let location: String
    let size: String
    /// The name of the set; empty for machines of their own.
    let scaleSet: String
    let resourceGroup: String
    let tags: [(key: String, value: String)]
    /// The ids of the network interfaces.
    let interfaces: [String]

    init(_ machine: JSONValue, scaleSet: String = "") {
        let properties = machine["properties"]
        id = machine["id"].text
        name = machine["name"].text
        computerName = properties["osProfile"]["computerName"].text
        operatingSystem = properties["storageProfile"]["osDisk"]["osType"].text
        location = machine["location"].text
        size = properties["hardwareProfile"]["vmSize"].text
        self.scaleSet = scaleSet
        resourceGroup = Self.resourceGroup(ofID: id)
        tags = machine["tags"].entries.map { ($0.key, $0.value.text) }
        interfaces = properties["networkProfile"]["networkInterfaces"].elements.map { $0["id"].text }
            .filter { !$0.isEmpty }
    }

    /// The part behind `resourceGroups` in the path of an id.
    static func resourceGroup(ofID id: String) -> String {
        let parts = id.split(separator: "/")
        guard let place = parts.firstIndex(where: { $0.lowercased() == "resourcegroups" }), place + 1 < parts.count
        else { return "" }
        return String(parts[place + 1])
    }

    /// The labels, but for the addresses; `prefix` is set already.
    func add(to labels: inout MetaLabels) {
        labels["machine_id"] = id
        labels["machine_name"] = name
        labels["machine_computer_name"] = computerName
        labels["machine_os_type"] = operatingSystem
        labels["machine_location"] = location
        labels["machine_resource_group"] = resourceGroup
        labels["machine_size"] = size
        labels["machine_scale_set"] = scaleSet
        for (key, value) in tags { labels.set("machine_tag_", key: key, value) }
    }
}
