internal import PromQL

/// What `--enable-feature` switches on.
struct Features: Sendable {
    var parser = ParserOptions()
    var delaysNameRemoval = false

    /// Reads comma lists of names; tells of those that nobody knows.
    init(_ lists: [String], _ output: ProgramOutput) {
        for name in lists.flatMap({ $0.split(separator: ",") }) {
            switch name {
            case "promql-experimental-functions": parser.experimentalFunctions = true
            case "promql-delayed-name-removal": delaysNameRemoval = true
            // Part of the language by now.
            case "promql-duration-expr": break
            case "promql-extended-range-selectors": parser.extendedRangeSelectors = true
            case "promql-binop-fill-modifiers": parser.fillModifiers = true
            default: output.standard("  WARNING: Unknown feature passed to --enable-feature: \(name)")
            }
        }
    }
}
