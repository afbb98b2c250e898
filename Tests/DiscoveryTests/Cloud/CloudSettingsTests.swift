import Discovery
import Testing

@Suite struct CloudSettingsTests {
    @Test(
        arguments: [
            ("aws_sd_configs: [{}]", "unknown AWS SD role \"\""),
            ("aws_sd_configs: [{role: s3}]", "unknown AWS SD role \"s3\""),
            ("aws_sd_configs: [{role: ec2, nope: 1}]", "field nope not found in type aws.plain"),
            (
                "aws_sd_configs: [{role: ec2, filters: [{name: x}]}]",
                "EC2 SD configuration filter values cannot be empty"
            ),
            (
                "aws_sd_configs: [{role: rds, filters: [{name: x}]}]",
                "RDS SD configuration filter values cannot be empty"
            ),
            ("ecs_sd_configs: [{filters: []}]", "field filters not found in type aws.plain"),
            ("ec2_sd_configs: [{clusters: []}]", "field clusters not found in type aws.plain"),
            ("msk_sd_configs: [{refresh_interval: 0s}]", "refresh_interval must be positive"),
            ("elasticache_sd_configs: [{port: x}]", "cannot unmarshal !!str `x` into int"),
            ("azure_sd_configs: [{}]", "azure SD configuration requires a subscription_id"),
            ("azure_sd_configs: [{subscription_id: a}]", "azure SD configuration requires a tenant_id"),
            (
                "azure_sd_configs: [{subscription_id: a, tenant_id: b}]",
                "azure SD configuration requires a client_id"
            ),
            (
                "azure_sd_configs: [{subscription_id: a, tenant_id: b, client_id: c}]",
                "azure SD configuration requires a client_secret"
            ),
            (
                "azure_sd_configs: [{subscription_id: a, authentication_method: x}]",
                "unknown authentication_type \"x\". Supported types are \"OAuth\", \"ManagedIdentity\", \"SDK\" or "
                    + "\"WorkloadIdentity\""
            ),
            ("gce_sd_configs: [{}]", "GCE SD configuration requires a project"),
            ("gce_sd_configs: [{project: p}]", "GCE SD configuration requires a zone"),
            (
                "gce_sd_configs: [{project: p, zone: z, basic_auth: {}}]",
                "field basic_auth not found in type gce.plain"
            ),
            ("openstack_sd_configs: [{}]", "role missing (one of: instance, hypervisor, loadbalancer)"),
            ("openstack_sd_configs: [{role: x}]", "unknown OpenStack SD role \"x\""),
            ("openstack_sd_configs: [{role: instance}]", "openstack SD configuration requires a region"),
            (
                "openstack_sd_configs: [{role: instance, region: r, availability: x}]",
                "unknown availability x, must be one of admin, internal or public"
            ),
            (
                "oci_sd_configs: [{auth: x}]",
                "oci_sd: unknown auth method \"x\", expected \"api_key\" or \"instance_principal\""
            ),
            ("oci_sd_configs: [{}]", "oci_sd: tenancy is required for auth method \"api_key\""),
            (
                "oci_sd_configs: [{tenancy: a, user: b, fingerprint: c, key_file: d}]", "oci_sd: region is required"
            ),
            ("oci_sd_configs: [{auth: instance_principal}]", "oci_sd: region is required"),
            ("outscale_sd_configs: [{}]", "outscale SD configuration requires an access_key"),
            ("outscale_sd_configs: [{access_key: a}]", "one of secret_key & secret_key_file must be configured"),
            (
                "outscale_sd_configs: [{access_key: a, secret_key: b, secret_key_file: c}]",
                "at most one of secret_key & secret_key_file must be configured"
            ),
            (
                "stackit_sd_configs: [{project: p, endpoint: 'http://[::1'}]",
                "parse \"http://[::1\": missing ']' in host"
            ),
            ("stackit_sd_configs: [{project: p, nope: 1}]", "field nope not found in type stackit.plain"),
        ]
    )
    func `mistakes are told`(settings: String, message: String) {
        let problem = MechanismBench.problem(settings)
        #expect(problem?.contains(message) == true, "\(problem ?? "no problem")")
    }

    @Test(
        arguments: [
            (
                "gce_sd_configs: [{project: p, zone: z, filter: f}]",
                """
                - project: p
                  zone: z
                  filter: f
                  refresh_interval: 1m
                  port: 80
                  tag_separator: ','
                """
            ),
            (
                "azure_sd_configs: [{subscription_id: s, tenant_id: t, client_id: c, client_secret: x}]",
                """
                - environment: AzurePublicCloud
                  port: 80
                  subscription_id: s
                  tenant_id: t
                  client_id: c
                  client_secret: <secret>
                  refresh_interval: 5m
                  authentication_method: OAuth
                  follow_redirects: true
                  enable_http2: true
                """
            ),
            (
                "openstack_sd_configs: [{role: instance, region: r, password: p}]",
                """
                - identity_endpoint: ""
                  username: ""
                  userid: ""
                  password: <secret>
                  project_name: ""
                  project_id: ""
                  domain_name: ""
                  domain_id: ""
                  application_credential_name: ""
                  application_credential_id: ""
                  application_credential_secret: ""
                  role: instance
                  region: r
                  refresh_interval: 1m
                  port: 80
                  all_tenants: false
                  tls_config:
                    insecure_skip_verify: false
                  availability: public
                """
            ),
            (
                "aws_sd_configs: [{role: ecs, region: r, secret_key: s, clusters: [c], request_concurrency: 5}]",
                """
                - role: ecs
                  endpoint: ""
                  region: r
                  secret_key: <secret>
                  refresh_interval: 1m
                  port: 80
                  clusters:
                  - c
                  request_concurrency: 5
                  follow_redirects: true
                  enable_http2: true
                """
            ),
            (
                "oci_sd_configs: [{tenancy: t, user: u, fingerprint: f, key_file: k, key_passphrase: p, region: r}]",
                """
                - auth: api_key
                  tenancy: t
                  user: u
                  fingerprint: f
                  key_file: /etc/prometheus/k
                  key_passphrase: <secret>
                  region: r
                  refresh_interval: 1m
                  port: 80
                  follow_redirects: true
                  enable_http2: true
                """
            ),
            (
                "outscale_sd_configs: [{access_key: a, secret_key: s}]",
                """
                - region: eu-west-2
                  access_key: a
                  secret_key: <secret>
                  follow_redirects: true
                  enable_http2: true
                  refresh_interval: 1m
                  port: 80
                """
            ),
            (
                "stackit_sd_configs: [{project: p, service_account_key: k, private_key: s}]",
                """
                - follow_redirects: true
                  enable_http2: true
                  project: p
                  region: eu01
                  service_account_key: <secret>
                  private_key: <secret>
                  refresh_interval: 1m
                  port: 80
                """
            ),
        ]
    )
    func `settings are shown without their secrets`(settings: String, shown: String) throws {
        let key = settings.prefix { $0 != ":" }
        #expect(try MechanismBench.displayed(settings) == "\(key):\n\(shown)\n")
    }
}
