/// What was done about damage in a checkpoint.
package struct CheckpointRepair: Sendable, Hashable, CustomStringConvertible {
    /// The directory of the checkpoint.
    package let path: String
    /// The damage that was met first.
    package let first: WALCorruption
    /// The number of places that were damaged.
    package let places: Int
    /// The number of records that could be read.
    package let recordCount: Int
    /// Why the damage is still there; `nil` if it is not.
    package let failure: String?

    package var description: String {
        let kept = "\(recordCount) records were read, what \(places) damaged places hid is lost (\(first))"
        guard let failure else { return "repaired checkpoint \(path): \(kept)" }
        return "damaged checkpoint \(path): \(kept); it could not be repaired: \(failure)"
    }
}
