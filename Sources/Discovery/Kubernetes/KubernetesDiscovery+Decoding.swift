internal import HTTPClients
package import StrictYAML

extension KubernetesDiscovery {
    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        server = fields.string("api_server") ?? ""
        let file = fields.string("kubeconfig_file") ?? ""
        kubeconfigFile = file.isEmpty ? "" : base.resolve(file)
        let roleName = fields.string("role")
        if let names = fields.fields("namespaces", type: "kubernetes.plain") {
            usesOwnNamespace = names.bool("own_namespace") ?? false
            namespaces = names.strings("names") ?? []
            names.finish()
        }
        if let given = fields.fields("attach_metadata", type: "kubernetes.AttachMetadataConfig") {
            attached.node = given.bool("node") ?? false
            attached.namespace = given.bool("namespace") ?? false
            attached.deployment = given.bool("deployment") ?? false
            attached.job = given.bool("job") ?? false
            attached.cronJob = given.bool("cronjob") ?? false
            given.finish()
        }
        decodeSelectors(fields)
        http = HTTPClientSettings(decoding: fields, base: base)
        fields.finish()
        if let role = Self.role(roleName, fields) { self.role = role }
        guard fields.isSound else { return }
        validate(fields)
    }

    /// The role by its name; what is missing or not known is rejected.
    private static func role(_ name: String?, _ fields: YAMLFields) -> KubernetesRole? {
        guard let name, !name.isEmpty else {
            fields.reject("role missing (one of: pod, service, endpoints, endpointslice, node, ingress)", "role")
            return nil
        }
        if let role = KubernetesRole(rawValue: name) { return role }
        fields.reject("unknown Kubernetes SD role \"\(name)\"", "role")
        return nil
    }

    private mutating func decodeSelectors(_ fields: YAMLFields) {
        guard let elements = fields.elements("selectors", type: "[]kubernetes.SelectorConfig") else { return }
        for (index, element) in elements.enumerated() {
            guard
                let selector = YAMLFields(
                    element,
                    type: "kubernetes.SelectorConfig",
                    path: fields.path("selectors", index),
                    problems: fields.problems
                )
            else { continue }
            let name = selector.string("role")
            let (label, field) = (selector.string("label") ?? "", selector.string("field") ?? "")
            selector.finish()
            guard let role = Self.role(name, selector) else { continue }
            selectors.append(KubernetesSelector(role: role, label: label, field: field))
        }
    }

    private func validate(_ fields: YAMLFields) {
        let hasOwnHTTP = http != HTTPClientSettings()
        if !server.isEmpty, let problem = URLText.problem(server) { return fields.reject(problem, "api_server") }
        if !kubeconfigFile.isEmpty, !server.isEmpty {
            return fields.reject("cannot use 'kubeconfig_file' and 'api_server' simultaneously", "kubeconfig_file")
        }
        if !kubeconfigFile.isEmpty, hasOwnHTTP {
            return fields.reject(
                "cannot use a custom HTTP client configuration together with 'kubeconfig_file'",
                "kubeconfig_file"
            )
        }
        if server.isEmpty, hasOwnHTTP {
            return fields.reject(
                "to use custom HTTP client configuration please provide the 'api_server' URL explicitly"
            )
        }
        if usesOwnNamespace, !server.isEmpty {
            return fields.reject("cannot use 'api_server' and 'namespaces.own_namespace' simultaneously", "namespaces")
        }
        if usesOwnNamespace, !kubeconfigFile.isEmpty {
            return fields.reject(
                "cannot use 'kubeconfig_file' and 'namespaces.own_namespace' simultaneously",
                "namespaces"
            )
        }
        validateSelectors(fields)
    }

    private func validateSelectors(_ fields: YAMLFields) {
        var seen: Set<KubernetesRole> = []
        for (index, selector) in selectors.enumerated() {
            let path = "selectors[\(index)]"
            guard seen.insert(selector.role).inserted else {
                return fields.reject("duplicated selector role: \(selector.role.rawValue)", path)
            }
            guard role.selectable.contains(selector.role) else {
                let allowed = role.selectable.map(\.rawValue).joined(separator: ", ")
                return fields.reject("\(role.rawValue) role supports only \(allowed) selectors", path)
            }
            if let problem = FieldSelectorSyntax.problem(selector.field) ?? LabelSelectorSyntax.problem(selector.label)
            {
                return fields.reject(problem, path)
            }
        }
    }

    package var displayedFields: [YAMLField] {
        var fields: [YAMLField] = []
        if !server.isEmpty { fields.append(YAMLField("api_server", .string(URLText.redacted(server)))) }
        fields.append(YAMLField("role", .string(role.rawValue)))
        fields.append(YAMLField("kubeconfig_file", .string(kubeconfigFile)))
        fields += http.displayedFields
        if usesOwnNamespace || !namespaces.isEmpty {
            var names = [YAMLField("own_namespace", .bool(usesOwnNamespace))]
            if !namespaces.isEmpty { names.append(YAMLField("names", .sequence(namespaces.map { .string($0) }))) }
            fields.append(YAMLField("namespaces", .mapping(names)))
        }
        if !selectors.isEmpty {
            let all = selectors.map { selector in
                var shown = [YAMLField("role", .string(selector.role.rawValue))]
                if !selector.label.isEmpty { shown.append(YAMLField("label", .string(selector.label))) }
                if !selector.field.isEmpty { shown.append(YAMLField("field", .string(selector.field))) }
                return YAMLValue.mapping(shown)
            }
            fields.append(YAMLField("selectors", .sequence(all)))
        }
        if attached != AttachedMetadata() {
            let all = attached.named.filter { $0.isSet || $0.key == "node" }.map { YAMLField($0.key, .bool($0.isSet)) }
            fields.append(YAMLField("attach_metadata", .mapping(all)))
        }
        return fields
    }
}
