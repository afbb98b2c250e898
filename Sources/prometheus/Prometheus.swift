import PrometheusServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@main
struct Prometheus {
    static func main() async {
        exit(await PrometheusProgram.run(Array(CommandLine.arguments.dropFirst())))
    }
}
