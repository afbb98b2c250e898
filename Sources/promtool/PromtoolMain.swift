import PromtoolCommands

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@main
struct PromtoolMain {
    static func main() async {
        exit(await Promtool.run(Array(CommandLine.arguments.dropFirst()), .process))
    }
}
