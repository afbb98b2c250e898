#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The program `prometheus` without its `main`.
package enum PrometheusProgram {
    /// Runs the program with the arguments that follow its name.
    /// - Returns: The exit code.
    @concurrent
    package static func run(_ arguments: [String]) async -> Int32 {
        do throws(CommandLineError) {
            switch try CommandLineRequest.parse(arguments) {
            case .help: print(HelpText.text, to: STDOUT_FILENO)
            case .version: print(ServerVersion.text, to: STDOUT_FILENO)
            case .serve(let options):
                var server = Server(options)
                return await server.run()
            }
            return 0
        } catch {
            report(error)
            return error.exitCode
        }
    }

    private static func report(_ error: CommandLineError) {
        switch error {
        case .malformed: print("\(error)\n", to: STDERR_FILENO)
        case .badValue:
            print("\(error)\n", to: STDERR_FILENO)
            print(HelpText.text, to: STDOUT_FILENO)
        case .refused(let code, _):
            // Upstream ends the line except for flags of the other mode.
            print(code == 3 ? "\(error)" : "\(error)\n", to: STDERR_FILENO)
        }
    }

    private static func print(_ text: String, to descriptor: Int32) {
        // Safe: the buffer is only read while the closure runs. There is no place to report a failure at.
        unsafe Array(text.utf8).withUnsafeBytes { _ = unsafe write(descriptor, $0.baseAddress, $0.count) }
    }
}
