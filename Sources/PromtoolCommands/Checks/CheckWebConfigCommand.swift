internal import HTTPServing

/// `promtool check web-config`: whether web configuration files are valid.
struct CheckWebConfigCommand {
    private let files: [String]
    private let output: ProgramOutput

    init(_ command: ParsedCommand, _ output: ProgramOutput) {
        files = command.arguments
        self.output = output
    }

    /// Checks all files and returns the exit code.
    func run() -> Int32 {
        var code: Int32 = 0
        for file in files {
            do {
                _ = try WebConfiguration.check(file)
                output.errorLine("\(file) SUCCESS")
            } catch {
                output.errorLine("\(file) FAILED: \(error)")
                code = 1
            }
        }
        return code
    }
}
