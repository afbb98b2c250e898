/// Which gated parts of the language a parser accepts.
package struct ParserOptions: Sendable, Hashable {
    /// Functions and aggregations marked as experimental.
    package var experimentalFunctions = false
    /// `anchored` and `smoothed`.
    package var extendedRangeSelectors = false
    /// `fill`, `fill_left` and `fill_right`.
    package var fillModifiers = false

    package init() {}

    /// Everything; for tests.
    package static var everything: ParserOptions {
        var options = ParserOptions()
        options.experimentalFunctions = true
        options.extendedRangeSelectors = true
        options.fillModifiers = true
        return options
    }
}
