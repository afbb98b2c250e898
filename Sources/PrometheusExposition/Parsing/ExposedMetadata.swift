/// What a parser says about the metadata entry that it has just read.
package struct ExposedMetadata: Sendable {
    /// The name of the family.
    package var family: String
    /// The help or the unit.
    package var text: String
    /// The hash and the length of the line that it was, without its newline; 0 where the format has no lines.
    package var hash: UInt64 = 0
    package var length = 0
}
