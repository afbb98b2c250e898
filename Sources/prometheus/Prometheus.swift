import PrometheusServer

@main
struct Prometheus {
    static func main() {}
}
