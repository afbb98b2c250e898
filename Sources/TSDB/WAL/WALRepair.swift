/// What was done about damage in a log.
package struct WALRepair: Sendable, Hashable, CustomStringConvertible {
    /// What becomes of the segments behind a damaged one.
    package enum LaterSegments: Sendable, Hashable {
        /// They are deleted, as upstream does: everything before the damage stays, everything after it is lost.
        case deleted
        /// They stay: only the rest of the damaged segment is lost.
        case kept
    }

    package let corruption: WALCorruption
    /// Bytes behind the last whole record that were cut off.
    package let cutBytes: Int
    /// The numbers of the segments that were deleted.
    package let deletedSegments: [Int]

    package var description: String {
        let deleted =
            switch (deletedSegments.first, deletedSegments.last) {
            case (let first?, let last?) where first != last: ", deleted segments \(first) to \(last)"
            case (let first?, _): ", deleted segment \(first)"
            default: ""
            }
        return "repaired WAL segment \(corruption.path): kept its first \(corruption.wholeBytes) bytes, "
            + "cut \(cutBytes) bytes (\(corruption.reason))\(deleted)"
    }
}
