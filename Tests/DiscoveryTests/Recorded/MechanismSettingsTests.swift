import Discovery
import Testing

@Suite struct MechanismSettingsTests {
    @Test(
        arguments: [
            ("docker_sd_configs: [{}]", "host missing"),
            (
                "docker_sd_configs: [{host: x, filters: [{name: a}], nope: 1}]",
                "field nope not found in type moby.plain"
            ),
            ("docker_sd_configs: [{host: 'http://[::1'}]", "missing ']' in host"),
            ("dockerswarm_sd_configs: [{host: x}]", "role missing (one of: tasks, services, nodes)"),
            ("dockerswarm_sd_configs: [{host: x, role: y}]", "invalid role y, expected tasks, services, or nodes"),
            ("dockerswarm_sd_configs: [{role: y}]", "host missing"),
            ("eureka_sd_configs: [{}]", "eureka_sd: empty or null eureka server"),
            ("eureka_sd_configs: [{server: 'foo'}]", "eureka_sd: invalid eureka server URL"),
            ("eureka_sd_configs: [{server: 'http://a/%zz'}]", "parse \"http://a/%zz\": invalid URL escape \"%zz\""),
            ("eureka_sd_configs: [{server: 1, nope: 1}]", "field nope not found in type eureka.plain"),
            ("marathon_sd_configs: [{}]", "marathon_sd: must contain at least one Marathon server"),
            (
                "marathon_sd_configs: [{servers: [a], auth_token: x, auth_token_file: y}]",
                "marathon_sd: at most one of auth_token & auth_token_file must be configured"
            ),
            (
                "marathon_sd_configs: [{servers: [a], auth_token: x, basic_auth: {username: x, password: y}}]",
                "marathon_sd: at most one of basic_auth, auth_token & auth_token_file must be configured"
            ),
            (
                "marathon_sd_configs: [{servers: [a], auth_token: x, bearer_token: y}]",
                "at most one of bearer_token, bearer_token_file, auth_token & auth_token_file must be configured"
            ),
            (
                "marathon_sd_configs: [{servers: [a], auth_token: x, authorization: {credentials: x}}]",
                "marathon_sd: at most one of auth_token, auth_token_file & authorization must be configured"
            ),
            ("digitalocean_sd_configs: [{nope: 1}]", "field nope not found in type digitalocean.plain"),
            ("digitalocean_sd_configs: [{role: x}]", "unknown DigitalOcean SD role \"x\""),
            ("hetzner_sd_configs: [{}]", "role missing (one of: robot, hcloud)"),
            ("hetzner_sd_configs: [{role: x}]", "unknown role \"x\""),
            ("vultr_sd_configs: [{nope: x}]", "field nope not found in type vultr.plain"),
            ("ionos_sd_configs: [{}]", "datacenter id can't be empty"),
            ("ec2_sd_configs: [{filters: [{name: x}]}]", "EC2 SD configuration filter values cannot be empty"),
            ("ec2_sd_configs: [{nope: 1}]", "field nope not found in type aws.plain"),
            ("lightsail_sd_configs: [{nope: x}]", "field nope not found in type aws.plain"),
            ("linode_sd_configs: [{nope: x}]", "field nope not found in type linode.plain"),
            ("scaleway_sd_configs: [{}]", "role missing (one of: instance, baremetal)"),
            ("scaleway_sd_configs: [{role: x}]", "unknown role \"x\""),
            ("scaleway_sd_configs: [{role: instance}]", "project_id is mandatory"),
            (
                "scaleway_sd_configs: [{role: instance, project_id: x, access_key: y}]",
                "one of secret_key & secret_key_file must be configured"
            ),
            (
                "scaleway_sd_configs: [{role: instance, project_id: x, access_key: y, secret_key: x, secret_key_file: z}]",
                "at most one of secret_key & secret_key_file must be configured"
            ),
            (
                "scaleway_sd_configs: [{role: instance, project_id: x, access_key: y, secret_key: x}]",
                "scaleway-sdk-go: invalid access key format 'y', expected SCWXXXXXXXXXXXXXXXXX format"
            ),
            ("triton_sd_configs: [{}]", "triton SD configuration requires an account"),
            ("triton_sd_configs: [{account: a}]", "triton SD configuration requires a dns_suffix"),
            ("triton_sd_configs: [{account: a, dns_suffix: b}]", "triton SD configuration requires an endpoint"),
            (
                "triton_sd_configs: [{account: a, dns_suffix: b, endpoint: c, refresh_interval: 0s}]",
                "triton SD configuration requires RefreshInterval to be a positive integer"
            ),
            (
                "triton_sd_configs: [{account: a, dns_suffix: b, endpoint: c, role: x}]",
                "triton SD configuration requires role to be 'container' or 'cn'"
            ),
            ("uyuni_sd_configs: [{}]", "Uyuni SD configuration requires server host"),
            ("uyuni_sd_configs: [{server: x}]", "Uyuni SD configuration requires a username"),
            ("uyuni_sd_configs: [{server: x, username: x}]", "Uyuni SD configuration requires a password"),
            (
                "uyuni_sd_configs: [{server: 'http://[::1', username: x, password: y}]",
                "Uyuni Server URL is not valid: parse \"http://[::1\": missing ']' in host"
            ),
            ("ovhcloud_sd_configs: [{}]", "application key can not be empty"),
            ("ovhcloud_sd_configs: [{endpoint: ''}]", "endpoint can not be empty"),
            ("ovhcloud_sd_configs: [{application_key: a}]", "application secret can not be empty"),
            (
                "ovhcloud_sd_configs: [{application_key: a, application_secret: b}]",
                "consumer key can not be empty"
            ),
            (
                "ovhcloud_sd_configs: [{application_key: a, application_secret: b, consumer_key: c, service: x}]",
                "unknown service: x"
            ),
            ("puppetdb_sd_configs: [{}]", "URL is missing"),
            ("puppetdb_sd_configs: [{url: 'http://a'}]", "query missing"),
            ("puppetdb_sd_configs: [{url: 'ftp://a', query: x}]", "URL scheme must be 'http' or 'https'"),
            ("puppetdb_sd_configs: [{url: 'http://', query: x}]", "host is missing in URL"),
        ]
    )
    func `mistakes are told in upstream's words`(settings: String, message: String) {
        let problem = MechanismBench.problem(settings)
        #expect(problem?.contains(message) == true, "\(problem ?? "no problem")")
    }

    @Test(
        arguments: [
            (
                "digitalocean_sd_configs: [{authorization: {credentials: x}}]",
                """
                - authorization:
                    type: Bearer
                    credentials: <secret>
                  follow_redirects: true
                  enable_http2: true
                  refresh_interval: 1m
                  port: 80
                """
            ),
            (
                "docker_sd_configs: [{host: 'tcp://127.0.0.1:1'}]",
                """
                - follow_redirects: true
                  enable_http2: true
                  host: tcp://127.0.0.1:1
                  port: 80
                  filters: []
                  host_networking_host: localhost
                  refresh_interval: 1m
                  match_first_network: true
                """
            ),
            (
                "dockerswarm_sd_configs: [{host: 'tcp://127.0.0.1:1', role: nodes}]",
                """
                - follow_redirects: true
                  enable_http2: true
                  host: tcp://127.0.0.1:1
                  role: nodes
                  port: 80
                  filters: []
                  refresh_interval: 1m
                """
            ),
            (
                "eureka_sd_configs: [{server: 'http://127.0.0.1:1'}]",
                """
                - server: http://127.0.0.1:1
                  follow_redirects: true
                  enable_http2: true
                  refresh_interval: 30s
                """
            ),
            (
                "hetzner_sd_configs: [{role: robot}]",
                """
                - follow_redirects: true
                  enable_http2: true
                  refresh_interval: 1m
                  port: 80
                  role: robot
                """
            ),
            (
                "ionos_sd_configs: [{datacenter_id: x}]",
                """
                - datacenter_id: x
                  follow_redirects: true
                  enable_http2: true
                  refresh_interval: 1m
                  port: 80
                """
            ),
            (
                "marathon_sd_configs: [{servers: ['http://127.0.0.1:1'], auth_token: x}]",
                """
                - servers:
                  - http://127.0.0.1:1
                  refresh_interval: 30s
                  auth_token: <secret>
                  follow_redirects: true
                  enable_http2: true
                """
            ),
            (
                "puppetdb_sd_configs: [{url: 'http://127.0.0.1:1', query: q}]",
                """
                - follow_redirects: true
                  enable_http2: true
                  refresh_interval: 1m
                  url: http://127.0.0.1:1
                  query: q
                  include_parameters: false
                  port: 80
                """
            ),
            (
                "ec2_sd_configs: [{region: us-east-1, access_key: a, secret_key: b, filters: [{name: x, values: [z]}]}]",
                """
                - endpoint: ""
                  region: us-east-1
                  access_key: a
                  secret_key: <secret>
                  refresh_interval: 1m
                  port: 80
                  filters:
                  - name: x
                    values:
                    - z
                  follow_redirects: true
                  enable_http2: true
                """
            ),
            (
                "lightsail_sd_configs: [{region: us-east-1, access_key: a, secret_key: b}]",
                """
                - endpoint: ""
                  region: us-east-1
                  access_key: a
                  secret_key: <secret>
                  refresh_interval: 1m
                  port: 80
                  follow_redirects: true
                  enable_http2: true
                """
            ),
            (
                "linode_sd_configs: [{}]",
                """
                - follow_redirects: true
                  enable_http2: true
                  refresh_interval: 1m
                  port: 80
                  tag_separator: ','
                """
            ),
            (
                "ovhcloud_sd_configs: [{service: vps, application_key: a, application_secret: b, consumer_key: c}]",
                """
                - endpoint: ovh-eu
                  application_key: a
                  application_secret: <secret>
                  consumer_key: <secret>
                  refresh_interval: 1m
                  service: vps
                """
            ),
            (
                "scaleway_sd_configs: [{role: instance, project_id: p, access_key: SCWXXXXXXXXXXXXXXXXX, secret_key: s}]",
                """
                - project_id: p
                  api_url: https://api.scaleway.com
                  zone: fr-par-1
                  access_key: SCWXXXXXXXXXXXXXXXXX
                  secret_key: <secret>
                  secret_key_file: ""
                  follow_redirects: true
                  enable_http2: true
                  refresh_interval: 1m
                  port: 80
                  role: instance
                """
            ),
            (
                "triton_sd_configs: [{role: cn, account: a, dns_suffix: b, endpoint: c, groups: []}]",
                """
                - account: a
                  role: cn
                  dns_suffix: b
                  endpoint: c
                  port: 9163
                  refresh_interval: 1m
                  version: 1
                """
            ),
            (
                "uyuni_sd_configs: [{server: 'http://127.0.0.1:1', username: u, password: p}]",
                """
                - server: http://127.0.0.1:1
                  username: u
                  password: <secret>
                  follow_redirects: true
                  enable_http2: true
                  entitlement: monitoring_entitled
                  separator: ','
                  refresh_interval: 1m
                """
            ),
            (
                "vultr_sd_configs: [{}]",
                """
                - follow_redirects: true
                  enable_http2: true
                  refresh_interval: 1m
                  port: 80
                """
            ),
        ]
    )
    func `settings are shown as upstream shows them`(settings: String, shown: String) throws {
        let key = settings.prefix { $0 != ":" }
        #expect(try MechanismBench.displayed(settings) == "\(key):\n\(shown)\n")
    }
}
