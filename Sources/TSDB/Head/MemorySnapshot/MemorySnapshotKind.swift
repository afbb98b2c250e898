/// What a record of a snapshot of the head holds: the first byte of the record.
enum MemorySnapshotKind: UInt8 {
    case series = 1
    case tombstones = 2
    case exemplars = 3
}
