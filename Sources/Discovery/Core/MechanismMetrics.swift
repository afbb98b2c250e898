internal import PrometheusClient

/// The counters of single mechanisms besides those that all have.
struct MechanismMetrics: Sendable {
    let httpFailures: Counter
    let dnsLookups: Counter
    let dnsFailures: Counter
    let consulFailures: Counter
    let consulDurations: SummaryFamily
    let linodeFailures: Counter
    let nomadFailures: Counter
    let azureFailures: Counter
    let azureCacheHits: Counter

    init(_ registry: Registry) throws(RegistrationError) {
        httpFailures = try registry.counter(
            "prometheus_sd_http_failures_total",
            help: "Number of HTTP service discovery refresh failures."
        )
        dnsLookups = try registry.counter("prometheus_sd_dns_lookups_total", help: "The number of DNS-SD lookups.")
        dnsFailures = try registry.counter(
            "prometheus_sd_dns_lookup_failures_total",
            help: "The number of DNS-SD lookup failures."
        )
        consulFailures = try registry.counter(
            "prometheus_sd_consul_rpc_failures_total",
            help: "The number of Consul RPC call failures."
        )
        consulDurations = try registry.summaries(
            "prometheus_sd_consul_rpc_duration_seconds",
            help: "The duration of a Consul RPC call in seconds.",
            labels: ["endpoint", "call"],
            objectives: .standard
        )
        linodeFailures = try registry.counter(
            "prometheus_sd_linode_failures_total",
            help: "Number of Linode service discovery refresh failures."
        )
        nomadFailures = try registry.counter(
            "prometheus_sd_nomad_failures_total",
            help: "Number of nomad service discovery refresh failures."
        )
        azureFailures = try registry.counter(
            "prometheus_sd_azure_failures_total",
            help: "Number of Azure service discovery refresh failures."
        )
        azureCacheHits = try registry.counter(
            "prometheus_sd_azure_cache_hit_total",
            help: "Number of cache hit during refresh."
        )
    }
}
