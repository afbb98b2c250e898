/// Names a series of a store for as long as it is known there.
///
/// A dense number, never reused while the process runs.
@frozen
@usableFromInline
package struct SeriesReference: Hashable, Sendable, Comparable {
    @usableFromInline package let rawValue: UInt64

    @inlinable
    package init(_ rawValue: UInt64) { self.rawValue = rawValue }

    @inlinable
    package static func < (first: SeriesReference, second: SeriesReference) -> Bool { first.rawValue < second.rawValue }
}
