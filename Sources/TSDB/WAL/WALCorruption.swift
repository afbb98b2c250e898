/// Damage in a segment of a log: where it is, and how much before it is whole.
package struct WALCorruption: Error, Hashable, CustomStringConvertible {
    /// The path of the segment file.
    package let path: String
    /// The number of the segment.
    package let segment: Int
    /// How far the segment had been read when the damage showed.
    package let offset: Int
    /// The end of the last whole record before the damage; what repair keeps.
    package let wholeBytes: Int
    /// What is wrong.
    package let reason: String

    package var description: String { "corruption in segment \(path) at \(offset): \(reason)" }
}
