import PromQL

extension ParserOptions {
    /// Experimental functions only: what the tables of cases were recorded with.
    static var stable: ParserOptions {
        var options = ParserOptions()
        options.experimentalFunctions = true
        return options
    }
}
