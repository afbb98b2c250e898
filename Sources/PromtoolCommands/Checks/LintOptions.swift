internal import PrometheusModel

/// What `--lint` asks for.
struct LintOptions {
    private var names: Set<Substring> = []

    /// Reads the flag; what is not among `known`, `all` and `none` is warned of.
    init(_ command: ParsedCommand, known: [String], _ output: ProgramOutput) {
        for name in (command.text("lint") ?? "duplicate-rules").split(separator: ",") {
            if name == "all" || name == "none" || known.contains(String(name)) {
                names.insert(name)
            } else {
                output.line("WARNING: unknown lint option: \(String(name).quoted)")
            }
        }
    }

    func has(_ name: Substring) -> Bool { !names.contains("none") && (names.contains("all") || names.contains(name)) }
}
