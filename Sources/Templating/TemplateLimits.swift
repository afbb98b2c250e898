/// How much a template may do before it is cut off.
package struct TemplateLimits: Sendable, Hashable {
    /// The most bytes of its output, and of any text on the way.
    package var outputBytes = 4 << 20
    /// The most nodes that are visited, and rounds of loops; longer texts count for more.
    package var steps = 1_000_000
    /// How deep templates may use each other.
    package var depth = 10_000
    /// How deep maps may be nested.
    package var valueDepth = 100

    package init() {}
}
