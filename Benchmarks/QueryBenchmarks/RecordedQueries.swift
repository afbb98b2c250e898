/// Queries as dashboards and rules ask them, over the metrics of a fleet.
///
/// They are those of the comparison with other servers (shared/bench, `query`), so that a figure there can be taken apart
/// here.
enum RecordedQueries {
    struct Query {
        let name: String
        let text: String
        /// 0 for an instant query.
        let rangeSeconds: Int64
        let stepSeconds: Int64
    }

    private static let hour: Int64 = 3600

    static let all: [Query] = [
        instant("i_one_series", #"node_load1{instance="host-0003:9100"}"#),
        instant("i_metric", "node_cpu_seconds_total"),
        instant("i_sum_rate", "sum by (mode) (rate(node_cpu_seconds_total[5m]))"),
        instant(
            "i_histogram_quantile",
            "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))"
        ),
        instant("i_topk", "topk(10, rate(http_requests_total[5m]))"),
        instant("i_regex", #"sum(rate(http_requests_total{pod=~"(cart|api)-.*",status!~"5.."}[5m]))"#),
        instant(
            "i_join",
            "sum by (node) (rate(container_cpu_usage_seconds_total[5m])"
                + " * on (namespace, pod) group_left (node) kube_pod_info)"
        ),
        instant("i_count_all", #"count({__name__=~".+"})"#),
        instant("i_count_by_name", #"topk(10, count by (__name__) ({__name__!=""}))"#),
        instant("i_subquery", "max_over_time(sum(rate(http_requests_total[5m]))[1h:1m])"),
        instant("i_quantile_over_time", "quantile_over_time(0.95, node_load1[6h])"),
        instant("i_avg_over_time_6h", "sum(avg_over_time(container_memory_working_set_bytes[6h]))"),
        instant(
            "i_label_replace",
            #"count by (app) (label_replace(kube_pod_info, "app", "$1", "pod", "([a-z]+)-.*"))"#
        ),
        instant("i_matrix_1h", #"http_requests_total{status="500"}[1h]"#),
        range("r_one_series_6h", #"node_load1{instance="host-0003:9100"}"#, 6 * hour, 15),
        range("r_metric_6h", "node_load1", 6 * hour, 15),
        range(
            "r_rate_one_6h",
            #"rate(node_network_receive_bytes_total{instance="host-0003:9100",device="eth0"}[5m])"#,
            6 * hour,
            15
        ),
        range(
            "r_sum_rate_6h",
            #"sum by (instance) (rate(node_cpu_seconds_total{mode!="idle"}[5m]))"#,
            6 * hour,
            60
        ),
        range("r_sum_rate_6h_15s", "sum by (mode) (rate(node_cpu_seconds_total[5m]))", 6 * hour, 15),
        range(
            "r_histogram_quantile_1h",
            "histogram_quantile(0.9, sum by (le, endpoint) (rate(http_request_duration_seconds_bucket[5m])))",
            hour,
            15
        ),
        range(
            "r_histogram_quantile_6h",
            "histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))",
            6 * hour,
            60
        ),
        range(
            "r_error_ratio_6h",
            #"sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m]))"#,
            6 * hour,
            60
        ),
        range("r_topk_1h", "topk(5, sum by (pod) (rate(http_requests_total[5m])))", hour, 60),
        range(
            "r_join_1h",
            "sum by (nodename) (rate(node_cpu_seconds_total[5m])"
                + " * on (instance) group_left (nodename) node_uname_info)",
            hour,
            60
        ),
        range(
            "r_regex_1h",
            #"sum by (status) (rate(http_requests_total{pod=~"(cart|api|worker)-.*",namespace!="default"}[5m]))"#,
            hour,
            15
        ),
        range(
            "r_subquery_1h",
            #"sum(max_over_time(rate(http_requests_total{status="200"}[1m])[10m:1m]))"#,
            hour,
            60
        ),
        range(
            "r_quantile_over_time_1h",
            "avg(quantile_over_time(0.9, container_memory_working_set_bytes[30m]))",
            hour,
            60
        ),
        range("r_high_cardinality_1h", "sum by (pod, status) (http_requests_total)", hour, 60),
        range(
            "r_binop_6h",
            "100 * node_memory_MemFree_bytes / on (instance) node_memory_MemAvailable_bytes",
            6 * hour,
            60
        ),
        range(
            "r_offset_1h",
            "sum(rate(http_requests_total[5m])) - sum(rate(http_requests_total[5m] offset 1h))",
            hour,
            60
        ),
        range(
            "r_increase_5m_all_buckets",
            "sum by (le) (increase(http_request_duration_seconds_bucket[1h]))",
            3 * hour,
            300
        ),
    ]

    private static func instant(_ name: String, _ text: String) -> Query {
        Query(name: name, text: text, rangeSeconds: 0, stepSeconds: 0)
    }

    private static func range(_ name: String, _ text: String, _ rangeSeconds: Int64, _ stepSeconds: Int64) -> Query {
        Query(name: name, text: text, rangeSeconds: rangeSeconds, stepSeconds: stepSeconds)
    }
}
