@testable import Discovery
import HTTPClients
import PrometheusModel
import StrictYAML
import Testing

/// Settings of Kubernetes discovery, and where they find the server.
@Suite struct KubernetesSettingsTests {
    @Test(
        arguments: [
            ("{}", "role missing (one of: pod, service, endpoints, endpointslice, node, ingress)"),
            ("{role: x}", "unknown Kubernetes SD role \"x\""),
            ("{role: pod, nope: 1}", "field nope not found in type kubernetes.plain"),
            ("{role: pod, namespaces: {x: 1}}", "field x not found in type kubernetes.plain"),
            ("{role: pod, attach_metadata: {x: 1}}", "field x not found in type kubernetes.AttachMetadataConfig"),
            ("{role: service, selectors: [{role: pod}]}", "service role supports only service selectors"),
            ("{role: endpoints, selectors: [{role: node}]}", "endpoints role supports only pod, service, endpoints"),
            ("{role: pod, selectors: [{role: pod},{role: pod}]}", "duplicated selector role: pod"),
            ("{role: pod, selectors: [{role: zip}]}", "unknown Kubernetes SD role \"zip\""),
            ("{role: pod, selectors: [{role: pod, field: a}]}", "invalid selector: 'a'; can't understand 'a'"),
            ("{role: pod, selectors: [{role: pod, label: 'a=b=c'}]}", "found '=', expected: ',' or 'end of string'"),
            (
                "{role: pod, selectors: [{role: pod, label: 'a in ('}]}",
                "unable to parse requirement: found '', expected: ',', ')' or identifier"
            ),
            (
                "{role: pod, selectors: [{role: pod, label: 'a b'}]}",
                "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"
            ),
            (
                "{role: pod, selectors: [{role: pod, label: '$a'}]}",
                "unable to parse requirement: <nil>: Invalid value: \"$a\": name part must consist of alphanumeric"
            ),
            (
                "{role: pod, follow_redirects: false}",
                "to use custom HTTP client configuration please provide the 'api_server' URL explicitly"
            ),
            (
                "{role: pod, api_server: h, kubeconfig_file: x}",
                "cannot use 'kubeconfig_file' and 'api_server' simultaneously"
            ),
            (
                "{role: pod, kubeconfig_file: x, basic_auth: {username: x}}",
                "cannot use a custom HTTP client configuration together with 'kubeconfig_file'"
            ),
            (
                "{role: pod, api_server: h, namespaces: {own_namespace: true}}",
                "cannot use 'api_server' and 'namespaces.own_namespace' simultaneously"
            ),
            (
                "{role: pod, kubeconfig_file: h, namespaces: {own_namespace: true}}",
                "cannot use 'kubeconfig_file' and 'namespaces.own_namespace' simultaneously"
            ),
        ]
    )
    func `mistakes are told in upstream's words`(settings: String, message: String) {
        let problem = MechanismBench.problem("kubernetes_sd_configs: [\(settings)]")
        #expect(problem?.contains(message) == true, "\(problem ?? "no problem")")
    }

    @Test(arguments: ["!a, b notin (c,d), e>3, f==1", "a", "x.io/y=z,a!=b", "a=", "a in (b, ,c)", ""])
    func `label selectors that upstream takes are taken`(selector: String) {
        #expect(LabelSelectorSyntax.problem(selector) == nil)
    }

    @Test func `settings are shown as upstream shows them`() throws {
        let text = """
            kubernetes_sd_configs:
            - api_server: http://127.0.0.1:1
              role: pod
              kubeconfig_file: ""
              follow_redirects: true
              enable_http2: true
              namespaces:
                own_namespace: false
                names:
                - b
              selectors:
              - role: pod
                label: a
              attach_metadata:
                node: true

            """
        #expect(try MechanismBench.displayed(text) == text)
    }

    private func place(_ directory: String, _ variables: [String: String]) -> ClusterPlace {
        ClusterPlace(variable: { variables[$0] ?? "" }, directory: directory)
    }

    @Test func `inside a cluster the service account is used, and its token is a file`() throws {
        let directory = try TemporaryDirectory()
        directory.write("token", "t")
        directory.write("namespace", " own\n")
        let inside = place(
            directory.path,
            ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"]
        )
        let (server, http) = try inside.access()
        #expect(server == "https://[fd00::1]:443")
        #expect(http.authorization?.credentialsFile == "\(directory.path)/token")
        #expect(http.tls.authority.file == "\(directory.path)/ca.crt")
        #expect(try inside.ownNamespace() == "own")
        #expect(throws: DiscoveryError.self) { try place(directory.path, [:]).access() }
        directory.write("namespace", "\n")
        #expect { try inside.ownNamespace() } throws: { "\($0)" == "could not read own namespace name (empty file)" }
        #expect {
            try place("/nonexistent", [:]).ownNamespace()
        } throws: { "\($0)".hasPrefix("could not determine the pod's namespace: ") }
    }

    @Test func `a kubeconfig file gives server, authority and user of its current context`() throws {
        let directory = try TemporaryDirectory()
        directory.write(
            "config",
            """
            apiVersion: v1
            current-context: two
            contexts:
            - {name: one, context: {cluster: c1, user: u1}}
            - {name: two, context: {cluster: c2, user: u2}}
            clusters:
            - {name: c1, cluster: {server: 'http://one'}}
            - name: c2
              cluster: {server: 'https://two:6443/', certificate-authority-data: aGVsbG8=, tls-server-name: k}
            users:
            - {name: u1, user: {token: secret}}
            - {name: u2, user: {client-certificate: c.pem, client-key-data: a2V5, tokenFile: /t}}
            """
        )
        let file = try KubeconfigFile(path: "\(directory.path)/config")
        #expect(file.server == "https://two:6443")
        #expect(file.http.tls.authority.inline == "hello" && file.http.tls.serverName == "k")
        #expect(file.http.tls.certificate.file == "\(directory.path)/c.pem")
        #expect(file.http.tls.key.inline == Secret("key"))
        #expect(file.http.authorization?.credentialsFile == "/t")
    }

    @Test(arguments: ["", "current-context: a", "{current-context: a, contexts: [{name: a, context: {cluster: b}}]}"])
    func `a kubeconfig file without its parts is refused`(text: String) throws {
        let directory = try TemporaryDirectory()
        directory.write("config", text)
        #expect(throws: DiscoveryError.self) { try KubeconfigFile(path: "\(directory.path)/config") }
    }
}
